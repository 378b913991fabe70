package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.prometheus.ReadClient.Matcher;
import io.vedette.collector.prometheus.ReadClient.Query;
import io.vedette.collector.prometheus.ReadClient.Series;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.WriteRequestWriter;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.series.StaleMarker;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteReadIT {
    private static final int SAMPLES = 300;

    private final long startMillis = System.currentTimeMillis() / 60_000 * 60_000 - SAMPLES * 15_000L;
    private final long endMillis = startMillis + SAMPLES * 15_000L;
    private final Head head = new Head(HeadLimits.DEFAULT);
    private final WriteRequestWriter writer = new WriteRequestWriter();
    private ApiServer server;

    @BeforeAll
    void start() throws Exception {
        long seed = 7;
        Random random = new Random(seed);
        double walk = 1e6;
        for (int i = 0; i < SAMPLES; i++) {
            long time = startMillis + i * 15_000L + (i % 7 == 3 ? random.nextInt(9_000) : 0);
            walk += random.nextGaussian();
            add("counter", "n1", time, i * 17);
            add("counter", "n2", time, i / 100);
            add("walk", "n1", time, walk);
            add(
                    "odd",
                    "n1",
                    time,
                    switch (i % 5) {
                        case 0 -> Double.NaN;
                        case 1 -> Double.NEGATIVE_INFINITY;
                        case 2 -> -1.5e-300;
                        case 3 -> Double.MIN_VALUE;
                        default -> Double.MAX_VALUE;
                    });
        }
        add("ended", "n1", startMillis, 5);
        add("ended", "n1", startMillis + 15_000, StaleMarker.VALUE);
        server = serverWith(QueryLimits.DEFAULT);
    }

    private void add(String metric, String instance, long time, double value) {
        head.append(Labels.of("__name__", metric, "instance", instance), time, value);
        writer.sample(EncodedLabels.of(metric, Map.of("instance", instance)), time, value);
    }

    private ApiServer serverWith(QueryLimits limits) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        QueryRunner runner =
                new QueryRunner(head, new QueryRunner.Settings(limits, 1L << 30, 4, 32), System::nanoTime, meters);
        return new ApiServer(new RemoteReadDoor(head, runner, System::nanoTime, meters));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Query all(Matcher... matchers) {
        return new Query(startMillis, endMillis, matchers);
    }

    private static Matcher metric(String name) {
        return new Matcher(ReadClient.EQUAL, "__name__", name);
    }

    @Test
    void answersEachQueryWithTheSamplesOfItsTime() throws Exception {
        HttpResponse<byte[]> answer = ReadClient.ask(
                server.url(),
                false,
                new Query(startMillis + 15_000, startMillis + 30_000, metric("counter")),
                all(metric("nothing")),
                all(metric("ended")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-protobuf");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("snappy");
        List<Series> found = sorted(ReadClient.samples(answer.body()));
        assertThat(found).hasSize(3);
        assertThat(found.get(0))
                .isEqualTo(new Series(
                        0,
                        "__name__=counter;instance=n1;",
                        List.of(startMillis + 15_000, startMillis + 30_000),
                        List.of(Double.doubleToLongBits(17), Double.doubleToLongBits(34))));
        assertThat(found.get(1).labels()).isEqualTo("__name__=counter;instance=n2;");
        assertThat(found.get(2).query()).isEqualTo(2);
        assertThat(found.get(2).bits()).containsExactly(Double.doubleToLongBits(5), StaleMarker.BITS);
    }

    @Test
    void understandsAllMatchers() throws Exception {
        assertThat(labels(all(metric("counter"), new Matcher(ReadClient.NOT_EQUAL, "instance", "n1"))))
                .containsExactly("__name__=counter;instance=n2;");
        assertThat(labels(all(new Matcher(ReadClient.REGEX, "__name__", "w.*|odd"))))
                .containsExactly("__name__=odd;instance=n1;", "__name__=walk;instance=n1;");
        assertThat(labels(all(
                        new Matcher(ReadClient.NOT_REGEX, "__name__", "w.*|odd|count"),
                        new Matcher(ReadClient.EQUAL, "instance", "n1"))))
                .containsExactly("__name__=counter;instance=n1;", "__name__=ended;instance=n1;");
        assertThat(labels(all(metric("counter"), new Matcher(ReadClient.EQUAL, "absent", ""))))
                .hasSize(2);
    }

    private List<String> labels(Query query) throws Exception {
        return sorted(ReadClient.samples(
                        ReadClient.ask(server.url(), false, query).body()))
                .stream()
                .map(Series::labels)
                .toList();
    }

    @Test
    void streamsTheSameSamplesAsChunks() throws Exception {
        Query[] queries = {all(new Matcher(ReadClient.NOT_EQUAL, "__name__", "")), all(metric("walk"))};
        HttpResponse<byte[]> answer = ReadClient.ask(server.url(), true, queries);

        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse");
        List<Series> streamed = ReadClient.chunks(answer.body());
        assertThat(streamed)
                .isSortedAccordingTo(Comparator.comparing(Series::query).thenComparing(Series::labels))
                .isEqualTo(sorted(ReadClient.samples(
                        ReadClient.ask(server.url(), false, queries).body())));
        assertThat(streamed.get(0).times()).hasSize(SAMPLES);
    }

    @Test
    void answersAsARealPrometheusDoes(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(RealPrometheus.BINARY),
                "NOT COMPARED WITH PROMETHEUS: " + RealPrometheus.BINARY + " is missing; apt-get install prometheus");
        try (RealPrometheus prometheus = RealPrometheus.start(folder)) {
            assertThat(ApiServer.push(
                                    prometheus.url(),
                                    Snappy.compress(writer.toByteArray()),
                                    "Content-Encoding",
                                    "snappy",
                                    "X-Prometheus-Remote-Write-Version",
                                    "0.1.0")
                            .statusCode())
                    .isEqualTo(204);
            Query everything = all(new Matcher(ReadClient.NOT_EQUAL, "__name__", ""));
            assertThat(sorted(ReadClient.samples(
                            ReadClient.ask(server.url(), false, everything).body())))
                    .isEqualTo(sorted(ReadClient.samples(
                            ReadClient.ask(prometheus.url(), false, everything).body())));
            assertThat(ReadClient.chunks(
                            ReadClient.ask(server.url(), true, everything).body()))
                    .isEqualTo(ReadClient.chunks(
                            ReadClient.ask(prometheus.url(), true, everything).body()));
            assertThat(ReadClient.ask(server.url(), true, all(metric("ended"))).body())
                    .as("a chunk, byte for byte")
                    .isEqualTo(ReadClient.ask(prometheus.url(), true, all(metric("ended")))
                            .body());
        }
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        assertRefused(new byte[0], 400, "snappy");
        assertRefused("not snappy".getBytes(StandardCharsets.UTF_8), 400, "snappy");
        assertRefused(Snappy.compress("not protobuf at all"), 400, "not a read request");
        assertRefused(new byte[RemoteReadDoor.MAX_COMPRESSED_BYTES + 1], 413, "more than 1048576 bytes");
        assertRefused(Snappy.compress(new byte[RemoteReadDoor.MAX_BYTES + 1]), 400, "when uncompressed");
        assertRefused(
                Snappy.compress(ReadClient.request(false, all(new Matcher(ReadClient.REGEX, "a", "(")))),
                400,
                "is no regular expression");
        assertRefused(Snappy.compress(ReadClient.request(false, all(new Matcher(9, "a", "b")))), 400, "matcher type 9");
        assertThat(server.get("api/v1/read").status()).isEqualTo(405);
    }

    @Test
    void refusesDamagedRequestsWithoutAFaultOfItsOwn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = ReadClient.request(true, all(metric("counter"), new Matcher(ReadClient.REGEX, "instance", "n.")));
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = 0; j < random.nextInt(5) && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(ReadClient.post(server.url(), Snappy.compress(damaged)).statusCode())
                    .as("seed %d", seed)
                    .isIn(200, 400);
        }
    }

    @Test
    void namesTheLimitThatARequestMeets() throws Exception {
        QueryLimits limits = QueryLimits.DEFAULT;
        Duration time = limits.timeout();
        assertLimited(
                new QueryLimits(1000, limits.maxBytes(), 1000, 1000, time, time),
                "exceeded sample limit (1000); ask for fewer series or a shorter time, or raise query.max_samples");
        assertLimited(new QueryLimits(1 << 20, 5_000, 1000, 1000, time, time), "raise query.max_memory");
    }

    private void assertLimited(QueryLimits limits, String message) throws Exception {
        try (ApiServer limited = serverWith(limits)) {
            HttpResponse<byte[]> answer =
                    ReadClient.ask(limited.url(), false, all(new Matcher(ReadClient.NOT_EQUAL, "__name__", "")));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"bad_data\"", message);
        }
    }

    private void assertRefused(byte[] body, int status, String words) throws Exception {
        HttpResponse<byte[]> answer = ReadClient.post(server.url(), body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"status\":\"error\"")
                .contains(words);
    }

    private static List<Series> sorted(List<Series> series) {
        List<Series> sorted = new ArrayList<>(series);
        sorted.sort(Comparator.comparing(Series::query).thenComparing(Series::labels));
        return sorted;
    }
}
