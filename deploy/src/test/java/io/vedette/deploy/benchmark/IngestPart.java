package io.vedette.deploy.benchmark;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xerial.snappy.Snappy;

/** Samples taken in: pushed as Prometheus pushes them, one of each series at a time, until they can be queried. */
final class IngestPart implements Part {
    private static final int SAMPLES_PER_REQUEST = 2_000;
    private static final int SENDERS = 2;
    private static final int WARM_UP_CYCLES = 20;
    private static final int CYCLES = 30;
    private static final String TAKEN = "vedette_metrics_samples_total";

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String subject() {
        return "samples pushed by remote write, one of each series at a time";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<RecordedSeries> series =
                RecordedSeries.of(Contender.root(), bench.sizes().series());
        bench.say("  " + series.size() + " series of a recorded node, many times");
        Cycles cycles = Cycles.until(System.currentTimeMillis(), WARM_UP_CYCLES + CYCLES);

        Contender prometheus = bench.startPrometheus();
        double theirs = samplesPerCore(prometheus, series, cycles, bench)[0];
        prometheus.close();
        Contender vedette = bench.startVedette("");
        double[] ours = samplesPerCore(vedette, series, cycles, bench);
        return List.of(
                new Row("ingest: thousand samples a second and core", theirs / 1000, ours[0] / 1000, "at least 1"),
                new Row("ingest: the same, Kafka's broker counted in", theirs / 1000, ours[1] / 1000, ""));
    }

    /** Of the contender alone, and of it and the broker in this process. */
    private static double[] samplesPerCore(Contender contender, List<RecordedSeries> series, Cycles cycles, Bench bench)
            throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            push(contender, series, cycles, 0, WARM_UP_CYCLES, senders);
            awaitTaken(contender, (long) WARM_UP_CYCLES * series.size());
            double cpu = contender.cpuSeconds();
            double broker = brokerSeconds();
            push(contender, series, cycles, WARM_UP_CYCLES, WARM_UP_CYCLES + CYCLES, senders);
            awaitTaken(contender, (long) (WARM_UP_CYCLES + CYCLES) * series.size());
            cpu = contender.cpuSeconds() - cpu;
            broker = brokerSeconds() - broker;
            double samples = (double) CYCLES * series.size();
            bench.say(String.format(
                    "  %s: %.0f samples in %.2f CPU s, and %.2f of a broker", contender.name(), samples, cpu, broker));
            return new double[] {samples / cpu, samples / (cpu + broker)};
        } finally {
            senders.shutdown();
        }
    }

    /** Each sender has its series, so that the samples of each come in their order. */
    private static void push(
            Contender to, List<RecordedSeries> series, Cycles cycles, int from, int until, ExecutorService senders)
            throws Exception {
        List<Future<?>> sending = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            List<RecordedSeries> own =
                    series.subList(series.size() * sender / SENDERS, series.size() * (sender + 1) / SENDERS);
            sending.add(senders.submit(() -> {
                for (int cycle = from; cycle < until; cycle++) {
                    for (int first = 0; first < own.size(); first += SAMPLES_PER_REQUEST) {
                        to.write(request(
                                own.subList(first, Math.min(own.size(), first + SAMPLES_PER_REQUEST)), cycles, cycle));
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : sending) {
            one.get();
        }
    }

    private static byte[] request(List<RecordedSeries> series, Cycles cycles, int cycle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (RecordedSeries each : series) {
            each.writeTo(out, cycles, cycle, cycle + 1);
        }
        out.flush();
        return Snappy.compress(bytes.toByteArray());
    }

    /** Prometheus has taken in what it has acknowledged; the collector's head follows Kafka. */
    private static void awaitTaken(Contender contender, long samples) throws IOException, InterruptedException {
        if (contender.name().equals("vedette")) {
            Bench.awaitTrue("vedette has taken in " + samples + " samples", Duration.ofMinutes(10), () -> {
                try {
                    return contender.metric(TAKEN) >= samples;
                } catch (IOException e) {
                    return false;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return true;
                }
            });
        }
    }

    /** Processor time of the broker's threads in this process. */
    private static double brokerSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains("kafka")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos / 1e9;
    }
}
