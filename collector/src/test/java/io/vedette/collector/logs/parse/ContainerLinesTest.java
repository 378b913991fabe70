package io.vedette.collector.logs.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.logs.Chunks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerLinesTest {
    private static final Instant READ = Instant.parse("2026-11-23T13:00:00Z");
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String POD_LOG = "/var/log/pods/shop_web-7d4b9_1b9a2c3d/nginx/0.log";

    private final LineReader reader = new LineReader(EcsSchema.load(), ZoneOffset.UTC, "default");

    private List<LogDocument> read(String path, String event) {
        return reader.read(
                Chunks.ofBytes(Chunks.file("n1", path), READ, 100, List.of(event.getBytes(StandardCharsets.UTF_8))),
                READ);
    }

    private Map<String, Object> only(String path, String event) {
        List<LogDocument> documents = read(path, event);
        assertThat(documents).hasSize(1);
        return documents.get(0).fields().asMap();
    }

    @Test
    void takesTheEnvelopeOffALineOfContainerd() {
        assertThat(only(POD_LOG, "2026-11-23T12:00:00.123456789+01:00 stderr F ERROR no stock"))
                .containsEntry("message", "ERROR no stock")
                .containsEntry("stream", "stderr")
                .containsEntry("log.level", "error")
                .containsEntry("@timestamp", "2026-11-23T11:00:00.123456789Z")
                .containsEntry("container.name", "nginx")
                .containsEntry("orchestrator.type", "kubernetes")
                .containsEntry("orchestrator.namespace", "shop")
                .containsEntry("orchestrator.resource.name", "web-7d4b9")
                .containsEntry("orchestrator.resource.id", "1b9a2c3d")
                .containsEntry("kubernetes.namespace", "shop")
                .containsEntry("kubernetes.pod.name", "web-7d4b9")
                .containsEntry("kubernetes.container.name", "nginx")
                .containsEntry("event.dataset", "container")
                .containsEntry("log.file.path", POD_LOG);
        assertThat(only(POD_LOG, "2026-11-23T12:00:00Z stdout F")).containsEntry("message", "");
    }

    @Test
    void putsPartsAndTracesTogether() {
        assertThat(only(
                        POD_LOG,
                        "2026-11-23T12:00:00Z stdout P a long \n2026-11-23T12:00:01Z stdout P li\n"
                                + "2026-11-23T12:00:02Z stdout F ne"))
                .containsEntry("message", "a long line")
                .containsEntry("@timestamp", "2026-11-23T12:00:00Z");
        assertThat(
                        only(
                                "/var/lib/docker/containers/" + ID + "/" + ID + "-json.log",
                                "{\"log\":\"java.lang.Error: x\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-23T12:00:00Z\"}\n"
                                        + "{\"log\":\"\\tat A.b(A.java:1)\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-23T12:00:01Z\"}"))
                .containsEntry("message", "java.lang.Error: x\n\tat A.b(A.java:1)")
                .containsEntry("container.id", ID)
                .doesNotContainKey("container.name")
                .containsEntry("@timestamp", "2026-11-23T12:00:00Z");
    }

    @Test
    void understandsWhatTheProgramItselfWroteInJson() {
        assertThat(only(
                        "/x/y.log",
                        "{\"log\":\"{\\\"level\\\":\\\"warn\\\",\\\"msg\\\":\\\"slow\\\",\\\"took\\\":7}\\n\","
                                + "\"stream\":\"stdout\",\"attrs\":{\"a\":\"b\"},\"time\":\"2026-11-23T12:00:00.5Z\"}"))
                .containsEntry("message", "slow")
                .containsEntry("log.level", "warn")
                .containsEntry("json.took", 7L)
                .containsEntry("@timestamp", "2026-11-23T12:00:00.500Z");
    }

    @Test
    void linesOfTwoStreamsThatCameTogetherAreTwoDocuments() {
        String first = "2026-11-23T12:00:00Z stdout P a é\n";
        List<LogDocument> documents =
                read(POD_LOG, first + "2026-11-23T12:00:01Z stderr F between\n2026-11-23T12:00:02Z stdout F ... z");
        assertThat(documents)
                .extracting(document -> document.fields().get("message"))
                .containsExactly("a é... z", "between");
        assertThat(documents)
                .extracting(document -> document.id().offset())
                .containsExactly(100L, 100L + first.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"log\":\"cut off",
                "{\"log\":7}",
                "{\"log\":\"a\\n\",\"level\":\"info\"}",
                "2026-11-23T12:00:00Z stdout X a",
                "2026-11-23T12:00:00Z elsewhere F a",
                "2026-11-23T25:00:00Z stdout F a",
                "2026-11-23T12:00:00Z stdout F a\nand something else",
                "2026-11-23T",
            })
    void leavesWhatIsNoEnvelopeToTheOthers(String event) {
        assertThat(ContainerLines.of(event)).isNull();
        assertThat(read(POD_LOG, event)).hasSize(1);
    }

    @Test
    void aTraceThatAWrapperCutIntoObjectsIsOneMessage() {
        assertThat(only(
                        "/x/y.log",
                        "{\"a\":1,\"message\":\"Exception: x\"}\n{\"a\":2,\"message\":\" at A.b(A.java:1)\"}"))
                .containsEntry("message", "Exception: x\n at A.b(A.java:1)")
                .containsEntry("json.a", 1L);
    }

    @Test
    void readsThePathsOfContainerRuntimes() {
        assertThat(ContainerPath.of("/var/log/containers/web-7d4b9_shop_nginx-side-" + ID + ".log"))
                .isEqualTo(new ContainerPath(ID, "nginx-side", "shop", "web-7d4b9", ""));
        assertThat(ContainerPath.of("/var/log/pods/shop_web_uid/nginx/1.log.20261123-120000"))
                .isEqualTo(new ContainerPath("", "nginx", "shop", "web", "uid"));
        assertThat(ContainerPath.of("/var/lib/docker/containers/" + ID + "/" + ID + "-json.log.1"))
                .isEqualTo(new ContainerPath(ID, "", "", "", ""));
        assertThat(ContainerPath.of("/var/lib/containers/storage/overlay-containers/" + ID + "/userdata/ctr.log"))
                .isEqualTo(new ContainerPath(ID, "", "", "", ""));
        for (String path : List.of(
                "",
                "/",
                "/var/log/syslog",
                "/var/log/pods/a_b/c/0.log",
                "/var/log/containers/x.log",
                "/var/log/containers/a_b_c.log",
                "/var/log/containers/a_b_c-" + ID.replace('0', 'g') + ".log",
                "/srv/" + ID + "/other.log")) {
            assertThat(ContainerPath.of(path)).as(path).isNull();
        }
    }
}
