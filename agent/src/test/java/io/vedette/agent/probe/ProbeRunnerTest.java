package io.vedette.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProbeRunnerTest {
    private static final Family ANSWER = Family.gauge("answer", "What the probe found.", "probe");
    private static final ProbeRunner.Rhythm RHYTHM =
            new ProbeRunner.Rhythm(Duration.ofSeconds(15), Duration.ofMillis(300));

    private final AtomicLong nanos = new AtomicLong(1);
    private final AtomicLong millis = new AtomicLong(1_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    /** What a test wants a probe to do. */
    private interface Work {
        void collect(Samples out) throws IOException, NothingToMeasure, InterruptedException;
    }

    private static Probe probe(String name, Work work) {
        return new Probe() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void collect(Samples out) throws IOException, NothingToMeasure {
                try {
                    work.collect(out);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("interrupted");
                }
            }
        };
    }

    private static Probe answering(String name, double value) {
        return probe(name, out -> out.add(ANSWER, value, name));
    }

    private ProbeRunner runner(ScheduledProbe... probes) {
        return new ProbeRunner(List.of(probes), List.of(), Map.of("job", "node"), RHYTHM, clock, nanos::get);
    }

    private static Map<String, Double> samples(Batch batch) {
        Map<String, Double> all = new TreeMap<>();
        batch.forEach((series, value) -> all.put(series.family().metric() + series.labelValues(), value));
        return all;
    }

    @Test
    void givesAllSamplesOfACycleOneTimestamp() throws InterruptedException {
        try (ProbeRunner runner =
                runner(ScheduledProbe.eachCycle(answering("a", 1)), ScheduledProbe.eachCycle(answering("b", 2)))) {
            Batch batch = runner.cycle();
            assertThat(batch.timestampMillis()).isEqualTo(1_000);
            assertThat(samples(batch))
                    .containsEntry("answer[a]", 1.0)
                    .containsEntry("answer[b]", 2.0)
                    .containsEntry("node_scrape_collector_success[a]", 1.0)
                    .containsEntry("vedette_probe_failures_total[a]", 0.0)
                    .containsKey("node_scrape_collector_duration_seconds[b]");
        }
    }

    @Test
    void aHangingProbeDoesNotHoldUpTheOthersAndIsNotStartedTwice() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger starts = new AtomicInteger();
        Probe hanging = probe("hanging", out -> {
            starts.incrementAndGet();
            while (release.getCount() > 0) {
                awaitUninterruptibly(release);
            }
            out.add(ANSWER, 9, "hanging");
        });
        try (ProbeRunner runner =
                runner(ScheduledProbe.eachCycle(hanging), ScheduledProbe.eachCycle(answering("good", 1)))) {
            assertThat(samples(runner.cycle()))
                    .containsEntry("answer[good]", 1.0)
                    .containsEntry("node_scrape_collector_success[hanging]", 0.0)
                    .doesNotContainKey("answer[hanging]");
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(15));
            assertThat(samples(runner.cycle()))
                    .containsEntry("answer[good]", 1.0)
                    .containsEntry("node_scrape_collector_success[hanging]", 0.0)
                    .containsEntry("node_scrape_collector_duration_seconds[hanging]", 15.0)
                    .containsEntry("vedette_probe_stale_seconds[hanging]", 15.0)
                    .containsEntry("vedette_probe_failures_total[hanging]", 1.0);
            assertThat(starts).hasValue(1);

            release.countDown();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(15));
                Map<String, Double> now = samples(runner.cycle());
                return Double.valueOf(1).equals(now.get("node_scrape_collector_success[hanging]"))
                        && now.containsKey("answer[hanging]");
            });
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // A probe that does not listen to its interruption is what the test is about.
        }
    }

    @Test
    void interruptsAProbeAtItsDeadline() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Probe waiting = probe("waiting", out -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        try (ProbeRunner runner = runner(ScheduledProbe.eachCycle(waiting))) {
            runner.cycle();
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
            runner.cycle();
            assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void keepsWhatAFailingProbeFoundBeforeItFailed() throws InterruptedException {
        Probe failing = probe("failing", out -> {
            out.add(ANSWER, 5, "failing");
            throw new IOException("disk on fire");
        });
        Probe broken = probe("broken", out -> {
            throw new IllegalStateException("bug");
        });
        try (ProbeRunner runner = runner(
                ScheduledProbe.eachCycle(failing),
                ScheduledProbe.eachCycle(broken),
                ScheduledProbe.eachCycle(answering("good", 1)))) {
            runner.cycle();
            assertThat(samples(runner.cycle()))
                    .containsEntry("answer[failing]", 5.0)
                    .containsEntry("answer[good]", 1.0)
                    .containsEntry("node_scrape_collector_success[failing]", 0.0)
                    .containsEntry("vedette_probe_failures_total[failing]", 2.0)
                    .containsEntry("vedette_probe_failures_total[broken]", 2.0);
        }
    }

    @Test
    void nothingToMeasureIsNeitherSuccessNorFailure() throws InterruptedException {
        Probe absent = probe("absent", out -> {
            throw new NothingToMeasure("no such hardware");
        });
        Probe toolless = probe("toolless", out -> {
            throw new ToolMissing("smartctl", "smartmontools");
        });
        try (ProbeRunner runner = runner(ScheduledProbe.eachCycle(absent), ScheduledProbe.eachCycle(toolless))) {
            assertThat(samples(runner.cycle()))
                    .doesNotContainKeys(
                            "node_scrape_collector_success[absent]", "node_scrape_collector_success[toolless]")
                    .containsEntry("vedette_probe_failures_total[absent]", 0.0)
                    .containsEntry("vedette_probe_tool_missing[smartctl]", 1.0);
        }
    }

    @Test
    void repeatsTheLastValuesOfASlowProbeWithTheirAge() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Probe slow = probe("slow", out -> out.add(ANSWER, runs.incrementAndGet(), "slow"));
        try (ProbeRunner runner = runner(ScheduledProbe.every(Duration.ofSeconds(60), Duration.ofSeconds(30), slow))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> samples(runner.cycle()).containsKey("answer[slow]"));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(45));
            assertThat(samples(runner.cycle()))
                    .containsEntry("answer[slow]", 1.0)
                    .containsEntry("vedette_probe_stale_seconds[slow]", 45.0)
                    .containsEntry("node_scrape_collector_success[slow]", 1.0);
            assertThat(runs).hasValue(1);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(15));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            Double.valueOf(2).equals(samples(runner.cycle()).get("answer[slow]")));
        }
    }

    @Test
    void stopsRepeatingTheValuesOfASlowProbeThatKeepsFailing() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Probe slow = probe("slow", out -> {
            if (runs.incrementAndGet() > 1) {
                throw new IOException("gone");
            }
            out.add(ANSWER, 1, "slow");
        });
        try (ProbeRunner runner = runner(ScheduledProbe.every(Duration.ofSeconds(60), Duration.ofSeconds(30), slow))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> samples(runner.cycle()).containsKey("answer[slow]"));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Double.valueOf(1)
                            .equals(samples(runner.cycle()).get("vedette_probe_failures_total[slow]")));
            assertThat(samples(runner.cycle()))
                    .containsEntry("answer[slow]", 1.0)
                    .containsEntry("node_scrape_collector_success[slow]", 0.0);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(120));
            assertThat(samples(runner.cycle())).doesNotContainKey("answer[slow]");
        }
    }

    @Test
    void aSinkThatThrowsDoesNotReachTheOthers() throws InterruptedException {
        List<Batch> received = new ArrayList<>();
        BatchSink broken = batch -> {
            throw new IllegalStateException("full");
        };
        try (ProbeRunner runner = new ProbeRunner(
                List.of(ScheduledProbe.eachCycle(answering("a", 1))),
                List.of(broken, received::add),
                Map.of(),
                RHYTHM,
                clock,
                nanos::get)) {
            runner.cycle();
            assertThat(samples(runner.cycle())).containsEntry("vedette_probe_sink_errors_total[]", 1.0);
            assertThat(received).hasSize(2);
        }
    }

    @Test
    void cyclesOnItsOwnFromTheStart() {
        LatestBatch latest = new LatestBatch();
        try (ProbeRunner runner = new ProbeRunner(
                List.of(ScheduledProbe.eachCycle(answering("a", 1))),
                List.of(latest),
                Map.of(),
                ProbeRunner.Rhythm.every(Duration.ofMillis(50)),
                InstantSource.system(),
                System::nanoTime)) {
            runner.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> latest.get().size() > 0);
            long first = latest.get().timestampMillis();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> latest.get().timestampMillis() >= first + 100);
        }
    }

    @Test
    void refusesTwoProbesOfOneName() {
        ScheduledProbe probe = ScheduledProbe.eachCycle(answering("a", 1));
        assertThatThrownBy(() -> runner(probe, probe)).hasMessageContaining("two probes are named a");
    }
}
