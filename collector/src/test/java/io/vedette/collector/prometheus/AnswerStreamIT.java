package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a query whose asker goes away or reads slowly, with real sockets. */
class AnswerStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long NOW = 1_763_900_000_000L;
    private static final int SERIES = 500;
    private static final int STEPS = 2_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong laterNanos = new AtomicLong();
    private final Endless source = new Endless();
    private ApiServer server;

    /** Has many series; a metric called endless is looked for until the query ends. */
    private static final class Endless implements SeriesSource {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard) {
            if (matchers.get(0).value().equals("endless")) {
                begun.countDown();
                try {
                    while (true) {
                        guard.worked(1_000_000);
                    }
                } catch (SourceException e) {
                    ended.countDown();
                    throw e;
                }
            }
            return select(matchers, minMillis, maxMillis);
        }

        @Override
        public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            List<Series> series = new ArrayList<>();
            for (int i = 0; i < SERIES; i++) {
                series.add(new Constant(Labels.of("__name__", "m", "i", Integer.toString(i))));
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

    private record Constant(Labels labels) implements Series {
        @Override
        public void read(long minMillis, long maxMillis, SampleBuffer into) {
            for (long time = minMillis; time <= maxMillis; time += 60_000) {
                into.add(time, 1 / 3.0);
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        QueryLimits limits =
                new QueryLimits(50_000_000, 1L << 30, 100_000, 11_000, Duration.ofMinutes(5), Duration.ofMinutes(5));
        QueryRunner runner =
                new QueryRunner(source, new QueryRunner.Settings(limits, 1L << 30, 1, 32), this::nanoTime, meters);
        server = new ApiServer(new QueryDoor(runner, InstantSource.fixed(Instant.ofEpochMilli(NOW)), this::nanoTime));
    }

    private long nanoTime() {
        return System.nanoTime() + laterNanos.get();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Asks without reading the answer. */
    private Socket ask(String target) throws IOException {
        Socket socket = new Socket();
        // A small window, so that the answer does not fit in what the system keeps.
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort()));
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private Socket askForMuch() throws IOException {
        long end = NOW / 1000;
        return ask("/api/v1/query_range?query=m&step=1&end=" + end + "&start=" + (end - STEPS + 1));
    }

    private double memoryUsed() {
        return meters.get("vedette.query.memory.bytes").gauge().value();
    }

    private int sum() throws Exception {
        return server.get("api/v1/query", "query", "1 + 1").status();
    }

    @Test
    void endsTheEvaluationWhenTheAskerHangsUp() throws Exception {
        try (Socket socket = ask("/api/v1/query?query=endless")) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(source.begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(source.ended.getCount()).isEqualTo(1);
        }
        assertThat(source.ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sum()).as("the next query, for which there is one place").isEqualTo(200);
    }

    @Test
    void sendsALargeAnswerPieceByPiece() throws Exception {
        try (Socket socket = askForMuch()) {
            await().atMost(PATIENCE).until(() -> memoryUsed() > 0);
            InputStream in = socket.getInputStream();
            assertThat(in.read()).as("the answer has begun").isEqualTo('H');
            assertThat(memoryUsed())
                    .as("about what the samples take, and nothing for the text of some 60 bytes each")
                    .isBetween(16.0 * SERIES * STEPS, 3 * 16.0 * SERIES * STEPS);
            assertThat(sum()).as("another query while this one is being sent").isEqualTo(200);
            long length = in.transferTo(OutputStream.nullOutputStream());
            assertThat(length).isGreaterThan(SERIES * STEPS * 30L);
        }
        await().atMost(PATIENCE).until(() -> memoryUsed() == 0);
    }

    @Test
    void givesUpOnAReaderThatTakesNearlyNothing() throws Exception {
        try (Socket socket = askForMuch()) {
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            assertThat(memoryUsed()).isPositive();

            laterNanos.set(Duration.ofHours(2).toNanos());

            await().atMost(PATIENCE).until(() -> in.read(new byte[4096]) < 0 || memoryUsed() == 0);
        }
        await().atMost(PATIENCE).until(() -> memoryUsed() == 0);
    }

    @Test
    void givesBackWhatAnAnswerHoldsWhenItsReaderHangsUp() throws Exception {
        try (Socket socket = askForMuch()) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(memoryUsed()).isPositive();
        }
        await().atMost(PATIENCE).until(() -> memoryUsed() == 0);
        assertThat(sum()).isEqualTo(200);
    }
}
