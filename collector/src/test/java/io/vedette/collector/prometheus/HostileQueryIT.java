package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.serve.Caller;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileQueryIT {
    private static final long NOW = 1_763_900_000_000L;

    private final ManySeries source = new ManySeries();
    private final QueryLimits limits =
            new QueryLimits(1_000_000, 1L << 40, 100_000, 11_000, Duration.ofMinutes(2), Duration.ofMinutes(5));
    private ApiServer server;

    /** Has as many series as asked for, each with one sample, and can hold its readers up. */
    private static final class ManySeries implements SeriesSource {
        private volatile int count = 10;
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private final AtomicInteger readers = new AtomicInteger();

        @Override
        public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            readers.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            List<Series> series = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                series.add(new OneSample(Labels.of("__name__", "m", "i", Integer.toString(i))));
            }
            return series;
        }

        @Override
        public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            return new TreeSet<>();
        }

        @Override
        public SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            return new TreeSet<>();
        }
    }

    private record OneSample(Labels labels) implements Series {
        @Override
        public void read(long minMillis, long maxMillis, SampleBuffer into) {
            into.add(NOW - 1000, 1);
        }
    }

    @BeforeAll
    void start() throws Exception {
        server = new ApiServer(
                new QueryDoor(
                        new QueryRunner(
                                source,
                                new QueryRunner.Settings(limits, 1L << 40, 4, 32),
                                System::nanoTime,
                                new SimpleMeterRegistry()),
                        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                        System::nanoTime),
                new SeriesDoor(source));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void refusesDeepNestingByName() throws Exception {
        String deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);
        ApiServer.Answer answer = server.post("api/v1/query", "query", deep);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).startsWith("bad_data: ");

        ApiServer.Answer signs = server.post("api/v1/query", "query", "-".repeat(200_000) + "1");
        assertThat(signs.status()).isEqualTo(400);
        assertThat(server.post("api/v1/query", "query", "1" + "+1".repeat(50_000))
                        .status())
                .isIn(200, 400);
        assertThat(server.post("api/v1/series", "match[]", deep).status()).isEqualTo(400);
    }

    @Test
    void refusesExpressionsAndBodiesThatAreTooLong() throws Exception {
        assertThat(server.post("api/v1/query", "query", "1" + " ".repeat(300_000))
                        .error())
                .contains("longer than 262144 characters");
        assertThat(server.post("api/v1/query", "query", "1" + " ".repeat(10_000_000))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void refusesHugeRanges() throws Exception {
        assertThat(server.get("api/v1/query_range", "query", "m", "start", "0", "end", "1e15", "step", "1")
                        .error())
                .contains("cannot parse");
        assertThat(server.get("api/v1/query_range", "query", "m", "start", "0", "end", "9e12", "step", "1")
                        .error())
                .contains("exceeded maximum resolution of 11,000 points per timeseries");
        assertThat(server.get("api/v1/query_range", "query", "m", "start", "0", "end", "9e12", "step", "1e300")
                        .error())
                .contains("It overflows int64");
        assertThat(server.get("api/v1/query", "query", "m[1000000000y]").status())
                .isEqualTo(400);
        assertThat(server.get("api/v1/query", "query", "1", "time", "NaN").status())
                .isEqualTo(400);
        assertThat(server.get("api/v1/query", "query", "1", "time", "1e999999999")
                        .status())
                .isEqualTo(400);
        assertThat(server.get("api/v1/query", "query", "1", "limit", "99999999999999999999")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesAParameterGivenEndlessly() throws Exception {
        String[] many = new String[4_000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = "match[]";
            many[i + 1] = "m";
        }
        assertThat(server.post("api/v1/series", many).error()).contains("stands more than 1000 times");
    }

    @Test
    void endsAQueryThatTakesTooLong() throws Exception {
        source.count = 20_000;
        try {
            ApiServer.Answer answer = server.get("api/v1/query", "query", "m and m and m", "timeout", "1ms");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error()).startsWith("timeout: ");
        } finally {
            source.count = 10;
        }
    }

    @Test
    void endsAQueryThatMeetsALimitWithItsName() throws Exception {
        source.count = 200_000;
        try {
            ApiServer.Answer answer = server.get("api/v1/query", "query", "m");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.error()).startsWith("execution: ");
        } finally {
            source.count = 10;
        }
    }

    @Test
    void letsAFewQueriesWaitAndRefusesMore() throws Exception {
        source.gate = new CountDownLatch(1);
        int before = source.readers.get();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 45; i++) {
                answers.add(CompletableFuture.supplyAsync(this::statusOfAQuery, task -> {
                    Thread thread = new Thread(task, "asker");
                    thread.setDaemon(true);
                    thread.start();
                }));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            answers.stream().filter(CompletableFuture::isDone).count() >= 45 - 36);
            assertThat(source.readers.get() - before).isEqualTo(4);
        } finally {
            source.gate.countDown();
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(36);
        assertThat(statuses).filteredOn(status -> status == 503).hasSize(9);
    }

    private int statusOfAQuery() {
        try {
            return server.get("api/v1/query", "query", "m").status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsAQueryWhoseAskerHasGone() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ApiServer other = new ApiServer(routes -> routes.get("/wait", context -> {
            Caller caller = new Caller(context, System::nanoTime);
            asked.countDown();
            while (!caller.getAsBoolean()) {
                Thread.onSpinWait();
            }
            ended.countDown();
        }))) {
            int port = URI.create(other.url()).getPort();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                asked.await();
                assertThat(ended.getCount()).isEqualTo(1);
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void answersTheNextQuestionOnTheSameConnection() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(server.get("api/v1/query", "query", "count(m)").data().path("result"))
                    .hasSize(1);
        }
    }
}
