package io.vedette.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.dashboards.grafana.Dashboard;
import io.vedette.dashboards.grafana.GrafanaJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GeneratedFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> theCommittedFilesAreThoseTheCodeMakes() {
        return GeneratedFiles.all().entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey(),
                        () -> assertThat(Path.of(file.getKey()))
                                .as("make it anew: mvn -pl dashboards compile exec:java")
                                .content()
                                .isEqualTo(file.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> panelsHaveTheirOwnIdentityAndPlace() {
        return Dashboard.all().stream()
                .map(dashboard -> DynamicTest.dynamicTest(dashboard.uid(), () -> {
                    Set<Integer> identities = new HashSet<>();
                    Set<List<Integer>> cells = new HashSet<>();
                    for (JsonNode panel : GrafanaJson.write(dashboard).path("panels")) {
                        String title = panel.path("title").asText();
                        assertThat(identities.add(panel.path("id").asInt()))
                                .as(title)
                                .isTrue();
                        JsonNode at = panel.path("gridPos");
                        for (int x = at.path("x").asInt();
                                x < at.path("x").asInt() + at.path("w").asInt();
                                x++) {
                            assertThat(x).as("%s stays within the grid", title).isLessThan(24);
                            for (int y = at.path("y").asInt();
                                    y < at.path("y").asInt() + at.path("h").asInt();
                                    y++) {
                                assertThat(cells.add(List.of(x, y)))
                                        .as("%s lies on another", title)
                                        .isTrue();
                            }
                        }
                        for (JsonNode target : panel.path("targets")) {
                            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                            assertThat(target.path("expr").asText()).isNotBlank();
                        }
                    }
                }));
    }

    @Test
    void everyReferenceOfTheSavedObjectsIsAmongThem() throws IOException {
        Set<String> known = new HashSet<>();
        for (String line :
                GeneratedFiles.all().getOrDefault("kibana/vedette.ndjson", "").split("\n")) {
            JsonNode object = JSON.readTree(line);
            for (JsonNode reference : object.path("references")) {
                assertThat(known)
                        .as("%s refers to an object that comes before it", object.path("id"))
                        .contains(reference.path("type").asText() + "/"
                                + reference.path("id").asText());
            }
            known.add(object.path("type").asText() + "/" + object.path("id").asText());
        }
        assertThat(known).contains("index-pattern/vedette-logs", "search/vedette-all-logs");
    }

    @Test
    void theProvisioningFilesNameWhatTheDashboardsExpect() throws IOException {
        Path folder = Path.of("grafana/provisioning");
        JsonNode source = new YAMLMapper().readTree(Files.readString(folder.resolve("datasources/vedette.yml")));
        assertThat(source.at("/datasources/0/type").asText()).isEqualTo("prometheus");
        assertThat(source.at("/datasources/0/url").asText()).isEqualTo("http://127.0.0.1:9800");
        JsonNode provider = new YAMLMapper().readTree(Files.readString(folder.resolve("dashboards/vedette.yml")));
        assertThat(provider.at("/providers/0/type").asText()).isEqualTo("file");
    }
}
