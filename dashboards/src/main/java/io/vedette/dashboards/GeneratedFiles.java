package io.vedette.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.dashboards.grafana.Dashboard;
import io.vedette.dashboards.grafana.GrafanaJson;
import io.vedette.dashboards.kibana.KibanaObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The files that Grafana and Kibana read, made from the code and kept beside it. */
public final class GeneratedFiles {
    private static final ObjectWriter PRETTY = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private GeneratedFiles() {}

    /** Contents by path below the {@code dashboards} folder. */
    public static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        for (Dashboard dashboard : Dashboard.all()) {
            files.put("grafana/dashboards/" + dashboard.uid() + ".json", pretty(GrafanaJson.write(dashboard)));
        }
        StringBuilder objects = new StringBuilder();
        KibanaObjects.all().forEach(object -> objects.append(object).append('\n'));
        files.put("kibana/vedette.ndjson", objects.toString());
        return files;
    }

    /**
     * Writes the files.
     *
     * @param arguments the {@code dashboards} folder
     */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, String> file : all().entrySet()) {
            Path path = Path.of(arguments[0]).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static String pretty(ObjectNode json) {
        try {
            return PRETTY.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot happen: a tree is always JSON", e);
        }
    }
}
