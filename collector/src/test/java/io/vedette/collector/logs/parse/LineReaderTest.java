package io.vedette.collector.logs.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.logs.Chunks;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
    private static final Instant READ = Instant.parse("2026-11-23T13:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LineReader reader = new LineReader(EcsSchema.load(), ZoneOffset.UTC, "default");

    private Map<String, Object> fields(String line) {
        return fields(Chunks.file("web-1", "/var/log/app.log"), line.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> fields(LogSource source, byte[] line) {
        return reader.read(Chunks.ofBytes(source, READ, 17, List.of(line)), READ.plusSeconds(1))
                .get(0)
                .fields()
                .asMap();
    }

    @Test
    void everyDocumentSaysWhereItComesFrom() {
        LogDocument document = reader.read(
                        Chunks.of(Chunks.file("web-1", "/var/log/nginx/access.log.1"), READ, 42, List.of("a line")),
                        READ.plusSeconds(1))
                .get(0);

        assertThat(document.id())
                .isEqualTo(new DocumentId(DocumentId.sourceKey("web-1", "file:/var/log/nginx/access.log.1"), 42));
        assertThat(document.dataset()).isEqualTo("nginx.access");
        assertThat(document.lengthBytes()).isEqualTo(6);
        assertThat(document.timestampMillis()).isEqualTo(READ.toEpochMilli());
        assertThat(document.fields().asMap())
                .containsEntry("@timestamp", "2026-11-23T13:00:00Z")
                .containsEntry("message", "a line")
                .containsEntry("host.name", "web-1")
                .containsEntry("host.hostname", "web-1")
                .containsEntry("agent.name", "web-1")
                .containsEntry("log.file.path", "/var/log/nginx/access.log.1")
                .containsEntry("log.offset", 42L)
                .containsEntry("event.dataset", "nginx.access")
                .containsEntry("event.created", "2026-11-23T13:00:00Z")
                .containsEntry("event.ingested", "2026-11-23T13:00:01Z")
                .containsEntry("data_stream.type", "logs")
                .containsEntry("data_stream.dataset", "vedette.nginx.access")
                .containsEntry("data_stream.namespace", "default")
                .doesNotContainKey("log.level");
    }

    @Test
    void takesASyslogHeaderFromAFile() {
        assertThat(fields("Nov 23 12:34:56 gate sshd[3402]: Invalid user test from 10.0.2.2"))
                .containsEntry("@timestamp", "2026-11-23T12:34:56Z")
                .containsEntry("message", "Invalid user test from 10.0.2.2")
                .containsEntry("host.hostname", "gate")
                .containsEntry("host.name", "web-1")
                .containsEntry("process.name", "sshd")
                .containsEntry("process.pid", 3402L);
        assertThat(fields("2026-11-23T12:34:56.123456+01:00 gate systemd[1]: Started ssh.service - OpenBSD."))
                .containsEntry("@timestamp", "2026-11-23T11:34:56.123456Z")
                .containsEntry("message", "Started ssh.service - OpenBSD.")
                .containsEntry("process.name", "systemd");
        assertThat(fields("Nov 23 12:34:56 gate last message repeated 11 times"))
                .containsEntry("message", "last message repeated 11 times")
                .containsEntry("host.hostname", "gate");
    }

    @Test
    void takesSyslogAsItComesOverTheWire() {
        assertThat(fields("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick"))
                .containsEntry("log.level", "fatal")
                .containsEntry("log.syslog.priority", 34L)
                .containsEntry("log.syslog.facility.code", 4L)
                .containsEntry("process.name", "su")
                .containsEntry("message", "'su root' failed for lonvick");
        assertThat(fields("<165>1 2026-11-23T10:14:15.003Z mymachine evntslog 17 ID47"
                        + " [example@32473 iut=\"3\" eventSource=\"A \\\"B\\] C\"][x@1] \uFEFFAn application event"))
                .containsEntry("@timestamp", "2026-11-23T10:14:15.003Z")
                .containsEntry("log.level", "info")
                .containsEntry("host.hostname", "mymachine")
                .containsEntry("log.syslog.appname", "evntslog")
                .containsEntry("log.syslog.msgid", "ID47")
                .containsEntry("process.pid", 17L)
                .containsEntry(
                        "log.syslog.structured_data", "[example@32473 iut=\"3\" eventSource=\"A \\\"B\\] C\"][x@1]")
                .containsEntry("message", "An application event");
        assertThat(fields("<3444>no priority")).containsEntry("message", "<3444>no priority");
    }

    @Test
    void aReceivedMessageIsOfTheHostThatItNames() {
        LogSource source = new LogSource("web-1", LogSource.Kind.SYSLOG, "192.0.2.7", "syslog:x", "UTF-8", "");
        assertThat(fields(source, "<13>Nov 23 12:34:56 switch7 lldpd: up".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("host.name", "switch7")
                .containsEntry("host.hostname", "switch7")
                .containsEntry("agent.name", "web-1")
                .containsEntry("log.source.address", "192.0.2.7")
                .containsEntry("event.dataset", "syslog");
        assertThat(fields(source, "<13>no header".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("host.name", "192.0.2.7")
                .containsEntry("message", "no header");
    }

    @Test
    void aProgramsOwnLineStaysWhole() {
        String line = "2026-11-23 12:34:56,789 ERROR [main] com.example.App: cannot open file";

        assertThat(fields(line))
                .containsEntry("message", line)
                .containsEntry("@timestamp", "2026-11-23T12:34:56.789Z")
                .containsEntry("log.level", "error");
        assertThat(fields("2026-11-23T12:34:56Z INFO main: started"))
                .containsEntry("message", "2026-11-23T12:34:56Z INFO main: started");
        assertThat(fields("192.0.2.1 - bob [23/Nov/2026:12:34:56 +0100] \"GET / HTTP/1.1\" 200 12"))
                .containsEntry("@timestamp", "2026-11-23T11:34:56Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WARN something | warn",
                "2026-11-23 12:00:00 [error] 12#0: x | error",
                "[Sun Dec 04 04:47:44 2005] [notice] ok | info",
                "[Wed Oct 11 14:32:52 2000] [core:error] [pid 1] x | error",
                "level=warn msg=\"slow\" | warn",
                "time=\"x\" severity=\"debug\" a=b | debug",
                "kernel: error: disk gone | error",
                "warning: unused variable | warn",
                "E1123 13:41:44.123456  1234 file.cc:12] boom | error",
                "081109 203615 148 INFO dfs.DataNode: Receiving | info",
                "panic: runtime error | fatal",
                "no error found in section 3 |",
                "the error-page was shown |",
                "log_error_verbosity set |",
                "GET /errors/ERROR.html 200 |",
                "informational text |"
            })
    void findsTheLevelWhereProgramsWriteIt(String line, String level) {
        assertThat(fields(line).get("log.level")).isEqualTo(level);
    }

    @Test
    void takesStructuredLinesAndKeepsWhatTheAgentKnows() {
        Map<String, Object> fields = fields("{\"@timestamp\":\"2026-11-23T12:00:00.000Z\",\"log.level\":\"WARN\","
                + "\"message\":\"slow query\",\"ecs.version\":\"1.2.0\",\"service.name\":\"shop\","
                + "\"process\":{\"thread\":{\"name\":\"main\"},\"pid\":\"12\"},\"host\":{\"name\":\"liar\"},"
                + "\"http\":{\"response\":{\"status_code\":\"no number\"}},\"source\":{\"ip\":\"300.1.1.1\"},"
                + "\"user\":\"bob\",\"took_ms\":12.5,\"ok\":true,\"none\":null,\"tags\":[\"a\",\"b\"],"
                + "\"list\":[{\"x\":1},2],\"a\":{\"b\":1},\"a.b\":2,\"..\":3}");

        assertThat(fields)
                .containsEntry("@timestamp", "2026-11-23T12:00:00Z")
                .containsEntry("log.level", "warn")
                .containsEntry("message", "slow query")
                .containsEntry("service.name", "shop")
                .containsEntry("process.thread.name", "main")
                .containsEntry("process.pid", 12L)
                .containsEntry("tags", List.of("a", "b"))
                .containsEntry("host.name", "web-1")
                .containsEntry("json.host.name", "liar")
                .containsEntry("json.http.response.status_code", "no number")
                .containsEntry("json.source.ip", "300.1.1.1")
                .containsEntry("json.user", "bob")
                .containsEntry("json.took_ms", 12.5)
                .containsEntry("json.ok", true)
                .containsEntry("json.list", "[{\"x\":1},2]")
                .containsEntry("json.a.b", 2L)
                .containsEntry("json.__", 3L)
                .doesNotContainKey("json.none");
    }

    @Test
    void aLineThatOnlyLooksStructuredStaysAsItIs() {
        for (String line : List.of(
                "{not json}",
                "{\"a\":1} trailing }",
                "{",
                "{}".repeat(2),
                "{\"a\":".repeat(100) + "1" + "}".repeat(100),
                "{\"k\":" + "9".repeat(5_000) + "}")) {
            assertThat(fields(line)).containsEntry("message", line);
        }
    }

    @Test
    void readsEpochsAndLevelsOfStructuredLoggers() {
        assertThat(fields("{\"level\":50,\"time\":1795430096123,\"msg\":\"boom\"}"))
                .containsEntry("@timestamp", "2026-11-23T10:34:56.123Z")
                .containsEntry("log.level", "error");
        assertThat(fields("{\"log\":\"ERROR from a container\\n\",\"stream\":\"stderr\","
                        + "\"time\":\"2026-11-23T12:00:00.000000001Z\"}"))
                .containsEntry("message", "ERROR from a container")
                .containsEntry("log.level", "error")
                .containsEntry("@timestamp", "2026-11-23T12:00:00.000000001Z")
                .containsEntry("stream", "stderr");
    }

    @Test
    void takesEventsOfTheJournal() {
        LogSource journal = new LogSource("web-1", LogSource.Kind.JOURNAL, "ssh.service", "journal", "UTF-8", "");
        Map<String, Object> fields = fields(
                journal,
                ("{\"__REALTIME_TIMESTAMP\":\"1795430096123456\",\"__CURSOR\":\"s=1\",\"PRIORITY\":\"4\","
                                + "\"MESSAGE\":\"session opened\",\"_SYSTEMD_UNIT\":\"ssh.service\","
                                + "\"SYSLOG_IDENTIFIER\":\"sshd\",\"_COMM\":\"sshd-session\",\"_PID\":\"77\","
                                + "\"_HOSTNAME\":\"web-one\",\"SYSLOG_FACILITY\":\"10\",\"ORDER_ID\":\"A1\"}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(fields)
                .containsEntry("@timestamp", "2026-11-23T10:34:56.123456Z")
                .containsEntry("message", "session opened")
                .containsEntry("log.level", "warn")
                .containsEntry("systemd.unit", "ssh.service")
                .containsEntry("process.name", "sshd")
                .containsEntry("process.pid", 77L)
                .containsEntry("host.hostname", "web-one")
                .containsEntry("log.syslog.facility.code", 10L)
                .containsEntry("event.dataset", "journald")
                .containsEntry("json.ORDER_ID", List.of("A1"))
                .doesNotContainKey("log.file.path");
        byte[] binary = "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":[104,105,255]}".getBytes(StandardCharsets.UTF_8);
        assertThat(fields(journal, binary)).containsEntry("message", "hi\uFFFD");
        assertThat(fields(journal, "garbage".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("message", "garbage")
                .containsEntry("tags", List.of("journal_unreadable"));
    }

    @Test
    void readsTheSourcesEncodingAndShowsBadBytes() {
        LogSource gbk = new LogSource("h", LogSource.Kind.FILE, "/x", "x", "GBK", "");
        assertThat(fields(gbk, new byte[] {(byte) 0xc4, (byte) 0xe3, (byte) 0xba, (byte) 0xc3}))
                .containsEntry("message", "你好");
        assertThat(fields(Chunks.file("h", "/x"), new byte[] {'a', (byte) 0xff, 'b'}))
                .containsEntry("message", "a\uFFFDb");
        LogSource unknown = new LogSource("h", LogSource.Kind.FILE, "/x", "x", "no-such-charset", "");
        assertThat(fields(unknown, new byte[] {'a'}))
                .containsEntry("message", "a")
                .containsEntry("tags", List.of("encoding_unknown"));
    }

    @Test
    void saysThatALineWasCut() {
        LogChunk chunk = new LogChunk(
                Chunks.file("h", "/x"),
                READ.toEpochMilli(),
                new long[] {0, 5},
                new int[] {2, 1},
                new byte[] {LogChunk.TRUNCATED, LogChunk.UNTERMINATED},
                ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));

        List<LogDocument> documents = reader.read(chunk, READ);

        assertThat(documents.get(0).fields().get("log.flags")).isEqualTo(List.of("truncated"));
        assertThat(documents.get(1).fields().get("log.flags")).isEqualTo(List.of("unterminated"));
        assertThat(documents.get(1).fields().text("message")).isEqualTo("c");
        assertThat(reader.read(chunk, READ, 1, 2).get(0).id())
                .isEqualTo(documents.get(1).id());
    }

    @Test
    void everyLineOfAnyBytesBecomesADocumentOfValidJson() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> begins = List.of(
                "",
                "{\"a\":",
                "<34>",
                "<34>1 ",
                "Nov 23 12:00:00 ",
                "{\"message\":\"\\ud83d\",\"",
                "2026-11-23T12:00:00Z h t[");
        String letters = "{}[]\":,\\u0123456789abcdefE+-.<> \t\u0000\u001b\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(begins.get(random.nextInt(begins.size())));
            for (int j = random.nextInt(60); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            byte[] line =
                    text.append(random.nextBoolean() ? "}" : "").toString().getBytes(StandardCharsets.UTF_8);
            if (line.length > 0 && random.nextBoolean()) {
                line[random.nextInt(line.length)] = (byte) random.nextInt();
            }
            LogSource.Kind kind = LogSource.Kind.values()[random.nextInt(4)];
            LogSource source = new LogSource("h", kind, "/x", "x", "UTF-8", "");
            LogDocument document = reader.read(Chunks.ofBytes(source, READ, 0, List.of(line)), READ)
                    .get(0);
            JsonNode json = JSON.readTree(document.json());
            // What was received over the network is of the host that it names.
            String fromAgent = kind == LogSource.Kind.SYSLOG ? "agent" : "host";
            assertThat(json.path(fromAgent).path("name").asText())
                    .as("seed %s: %s", seed, Arrays.toString(line))
                    .isEqualTo("h");
            assertThat(document.json()).doesNotContain((byte) '\n');
        }
    }

    @Test
    void readsRecordedLogs() throws IOException {
        Path data = Path.of(System.getProperty("vedette.data", "../../shared/data"), "logs");
        Assumptions.assumeTrue(Files.isDirectory(data), "no recorded logs at " + data.toAbsolutePath());

        for (JsonNode expected :
                JSON.readTree(Files.readAllBytes(data.resolve("beats/system/auth/test.log-expected.json")))) {
            long offset = expected.path("log.offset").asLong();
            byte[] all = Files.readAllBytes(data.resolve("beats/system/auth/test.log"));
            int end = (int) offset;
            while (end < all.length && all[end] != '\n') {
                end++;
            }
            Map<String, Object> fields =
                    fields(Chunks.file("h", "/var/log/auth.log"), Arrays.copyOfRange(all, (int) offset, end));
            for (String name : List.of("host.hostname", "process.name", "process.pid")) {
                if (expected.has(name)) {
                    assertThat(String.valueOf(fields.get(name)))
                            .as("%s at %d", name, offset)
                            .isEqualTo(expected.path(name).asText());
                }
            }
        }
        assertThat(shareWithTime(data.resolve("loghub/Linux/Linux_2k.log"))).isEqualTo(1);
        assertThat(shareWithTime(data.resolve("loghub/OpenSSH/OpenSSH_2k.log"))).isEqualTo(1);
        assertThat(shareWithTime(data.resolve("loghub/Apache/Apache_2k.log"))).isEqualTo(1);
        assertThat(shareWithTime(data.resolve("loghub/Zookeeper/Zookeeper_2k.log")))
                .isEqualTo(1);
        assertThat(shareWithTime(data.resolve("loghub/Hadoop/Hadoop_2k.log"))).isEqualTo(1);
        assertThat(shareWithTime(data.resolve("beats/nginx/access/access.log"))).isGreaterThan(0.99);
    }

    /** How many of a file's lines have a time of their own. */
    private double shareWithTime(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .toList();
        List<LogDocument> documents = reader.read(Chunks.of(Chunks.file("h", file.toString()), READ, 0, lines), READ);
        double without = documents.stream()
                .filter(document -> document.timestampMillis() == READ.toEpochMilli())
                .count();
        return 1 - without / lines.size();
    }
}
