package io.vedette.deploy.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** What {@code vedette up} was told, as the two daemons' own configurations. */
final class DaemonConfigs {
    private static final YAMLMapper YAML = new YAMLMapper();

    private DaemonConfigs() {}

    /** The agent's configuration in YAML. */
    static String agent(UpOptions options, String bootstrapServers, Path data) {
        ObjectNode agent = YAML.createObjectNode();
        if (options.name() != null) {
            agent.put("name", options.name());
        }
        agent.put("listen", "127.0.0.1:" + (options.port() + 1));
        agent.put("data", data.toString());
        agent.putObject("kafka").put("bootstrap_servers", bootstrapServers);
        ArrayNode files = agent.putObject("logs").putArray("files");
        files.addObject().putArray("paths").add("/var/log/**");
        if (!options.tail().isEmpty()) {
            ArrayNode paths = files.addObject().putArray("paths");
            options.tail()
                    .forEach(glob ->
                            paths.add(Path.of(glob).toAbsolutePath().normalize().toString()));
        }
        return write(agent);
    }

    /** The collector's configuration in YAML. */
    static String collector(UpOptions options, String bootstrapServers, Path data) throws UpException {
        ObjectNode collector = YAML.createObjectNode();
        if (options.name() != null) {
            collector.put("name", options.name());
        }
        collector.put("listen", "127.0.0.1:" + options.port());
        collector.put("data", data.toString());
        collector.putObject("kafka").put("bootstrap_servers", bootstrapServers);
        if (options.elasticsearch() != null) {
            elasticsearch(options.elasticsearch(), collector.putObject("elasticsearch"));
        }
        // The embedded Kafka and index live in the same small heap.
        collector.putObject("query").put("max_memory", "48MiB").put("max_total_memory", "96MiB");
        ArrayNode rules = collector.putArray("rules");
        options.rules()
                .forEach(file -> rules.add(file.toAbsolutePath().normalize().toString()));
        if (options.notifyFile() != null) {
            collector.put(
                    "notify_file",
                    options.notifyFile().toAbsolutePath().normalize().toString());
        }
        return write(collector);
    }

    /** The address in a URL that may hold a password, which is not for the screen. */
    static String withoutUser(String url) throws UpException {
        URI uri = uri(url);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static URI uri(String url) throws UpException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new UpException("--elasticsearch " + url + " is no URL; write http://127.0.0.1:9200", e);
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new UpException("--elasticsearch " + url + " is no URL; write http://127.0.0.1:9200");
        }
        return uri;
    }

    private static void elasticsearch(String url, ObjectNode section) throws UpException {
        URI uri = uri(url);
        section.putArray("urls").add(withoutUser(url));
        String user = uri.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            section.put("username", colon < 0 ? user : user.substring(0, colon));
            // A $ in a password is no reference to the environment.
            section.put("password", colon < 0 ? "" : user.substring(colon + 1).replace("${", "$${"));
        }
    }

    private static String write(ObjectNode config) {
        try {
            return YAML.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot happen: a tree is always YAML", e);
        }
    }
}
