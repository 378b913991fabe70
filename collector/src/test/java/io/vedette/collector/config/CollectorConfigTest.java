package io.vedette.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.protocol.config.ByteSize;
import io.vedette.protocol.config.ConfigException;
import io.vedette.protocol.config.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {
    @Test
    void theEmptyFileGivesTheDefaults() throws Exception {
        CollectorConfig config = CollectorConfig.parse("", "collector.yml");

        assertThat(config.cluster()).isEqualTo("default");
        assertThat(config.listen()).isEqualTo(new ListenAddress("127.0.0.1", 9800));
        assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.kafka().replicationFactor()).isEqualTo(-1);
        assertThat(config.elasticsearch()).isNull();
        assertThat(config.notifyFile()).isNull();
        assertThat(config.shippedRules()).isTrue();
        assertThat(config.evaluationInterval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.head().limits().window()).isEqualTo(Duration.ofHours(6));
        assertThat(config.logs().maxSize()).isEqualTo(ByteSize.parse("10GiB"));
        assertThat(config.logs().zone()).isEqualTo(ZoneId.systemDefault());
    }

    @Test
    void theExampleIsCompleteAndSaysTheDefaults() throws Exception {
        CollectorConfig example = CollectorConfig.parse(resource("collector.example.yml"), "collector.example.yml");
        CollectorConfig defaults = CollectorConfig.parse("", "collector.yml");

        assertThat(example.elasticsearch()).isNotNull();
        assertThat(example.rules()).containsExactly("/etc/vedette/rules/*.yml");
        assertThat(example.notifyFile()).isEqualTo(Path.of("/etc/vedette/notify.yml"));
        assertThat(new CollectorConfig(
                        example.cluster(),
                        example.name(),
                        example.listen(),
                        example.externalUrl(),
                        example.data(),
                        example.kafka(),
                        null,
                        List.of(),
                        example.shippedRules(),
                        null,
                        example.evaluationInterval(),
                        example.head(),
                        example.history(),
                        example.query(),
                        example.logs()))
                .isEqualTo(defaults);
    }

    @Test
    void everyKeyIsDescribedAndStandsInTheExample() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(resource("collector.schema.json"));
        String example = resource("collector.example.yml");
        assertDescribed("", schema, example);
    }

    private static void assertDescribed(String path, JsonNode schema, String example) {
        schema.path("properties").fields().forEachRemaining(property -> {
            String key = path + property.getKey();
            assertThat(property.getValue().path("description").asText())
                    .as("description of %s", key)
                    .isNotBlank();
            if (!List.of("elasticsearch.password", "elasticsearch.api_key", "elasticsearch.api_key_file")
                    .contains(key)) {
                assertThat(example).as("the example").contains(property.getKey() + ":");
            }
            assertDescribed(key + ".", property.getValue(), example);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka: {bootstrap_server: a:1}          | collector.yml:1:9: | the nearest known key is "bootstrap_servers"
            kafka: {bootstrap_servers: ""}          | collector.yml:1:1: | an address is needed, for example 127.0.0.1:9092
            kafka: {partitions: 0}                  | collector.yml:1:9: | kafka.partitions: 0 must have a minimum value of 1
            kafka: {replication_factor: 0}          | collector.yml:1:1: | must be more than 0, or -1
            listen: 9800                            | collector.yml:1:1: | listen: "9800" is not an address with a port; write 127.0.0.1:9800
            listen: ::1                             | collector.yml:1:1: | write 127.0.0.1:9800
            cluster: ""                             | collector.yml:1:1: | cluster
            evaluation_interval: 5 sec              | collector.yml:1:1: | duration
            evaluation_interval: 0s                 | collector.yml | must be more than 0
            head: {window: 0s}                      | collector.yml:1:1: | must be more than 0
            query: {timeout: 0s}                    | collector.yml:1:1: | must be more than 0
            query: {max_steps: 0}                   | collector.yml:1:9: | minimum value of 1
            query: {max_total_memory: 1MiB}         | collector.yml:1:1: | must not be less than max_memory
            logs: {time_zone: Mars/Olympus}         | collector.yml:1:1: | write for example Europe/Berlin
            elasticsearch: {}                       | collector.yml:1:1: | "urls" is missing
            elasticsearch: {urls: [a], password: b} | collector.yml:1:1: | needed beside a password
            elasticsearch: {urls: [a], username: u, password: b, password_file: c} | collector.yml:1:1: | not both
            elasticsearch: {urls: [a], api_key: b, api_key_file: c} | collector.yml:1:1: | not both
            """)
    void saysWhereAndWhatIsWrong(String yaml, String place, String message) {
        assertThatThrownBy(() -> CollectorConfig.parse(yaml, "collector.yml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(place)
                .hasMessageContaining(message);
    }

    @Test
    void readsSecretsFromTheirFiles(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "hush\n");
        CollectorConfig.Elasticsearch elasticsearch = elasticsearch(file);

        assertThat(elasticsearch.resolvedPassword()).isEqualTo("hush");
        assertThat(elasticsearch.resolvedApiKey()).isNull();
        assertThatThrownBy(() -> elasticsearch(folder.resolve("missing")).resolvedPassword())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("elasticsearch.password_file")
                .hasMessageContaining("missing");
    }

    @Test
    void neverPrintsASecret() throws Exception {
        CollectorConfig config = CollectorConfig.parse(
                "kafka: {properties: {sasl.jaas.config: hush}}\n"
                        + "elasticsearch: {urls: [http://a], username: u, password: hush}",
                "collector.yml");

        assertThat(config.toString()).doesNotContain("hush");
        assertThat(config.toYaml()).contains("http://a").doesNotContain("hush");
    }

    @Test
    void readsWhatItPrints() throws Exception {
        CollectorConfig config = CollectorConfig.parse(
                "cluster: 'the \"big\" one'\nlisten: '[::1]:1'\nrules: [a, 'b c']\nnotify_file: /n.yml\n"
                        + "head: {window: 90m, max_size: 1.5MiB}\nquery: {timeout: 1500ms, max_steps: 5}\nevaluation_interval: 1500ms",
                "collector.yml");

        assertThat(CollectorConfig.parse(config.toYaml(), "printed")).isEqualTo(config);
    }

    private static CollectorConfig.Elasticsearch elasticsearch(Path passwordFile) throws ConfigException {
        return Objects.requireNonNull(CollectorConfig.parse(
                        "elasticsearch: {urls: [http://a], username: u, password_file: " + passwordFile + "}",
                        "collector.yml")
                .elasticsearch());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CollectorConfig.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
