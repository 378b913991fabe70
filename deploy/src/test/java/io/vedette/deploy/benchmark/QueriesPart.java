package io.vedette.deploy.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A dashboard: its queries over some hours of some nodes, one after the other, as Grafana asks them. */
final class QueriesPart implements Part {
    private static final int CYCLES_PER_HOUR = 240;
    /** So that the first steps find samples before them. */
    private static final int LEAD_CYCLES = 40;

    private static final int WARM_UP_PASSES = 8;
    private static final int PASSES = 11;
    private static final int SLOWEST_SHOWN = 10;
    /** What Grafana makes of six hours on half the width of a screen. */
    private static final int STEP_SECONDS = 20;
    /** Four times the interval of the samples, as Grafana's {@code $__rate_interval}. */
    private static final String RATE_INTERVAL = "1m0s";

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public String subject() {
        return "the queries of the Node Exporter Full dashboard as range queries over HTTP";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        Path dashboards = bench.data().resolve("dashboards");
        List<String> queries = queries(dashboards.resolve("node-exporter-full.expressions.txt"));
        List<MadeUpSeries> series = NodeSeries.of(
                dashboards.resolve("node-exporter-full.metrics.txt"),
                bench.sizes().nodes());
        int count = bench.sizes().hours() * CYCLES_PER_HOUR + LEAD_CYCLES;
        bench.say("  " + queries.size() + " queries; " + series.size() + " series of "
                + bench.sizes().nodes() + " nodes");

        Contender prometheus = bench.startPrometheus();
        Contender vedette =
                bench.startVedette("head: {window: " + (bench.sizes().hours() + 1) + "h}");
        Cycles cycles = Cycles.until(System.currentTimeMillis(), count);
        try (Loader loader = new Loader(series, cycles, List.of(prometheus, vedette))) {
            loader.history(count, bench);
        }
        prometheus.awaitCompaction(bench);
        long endMillis = Math.floorDiv(cycles.millis(count - 1), STEP_SECONDS * 1000) * STEP_SECONDS * 1000;
        long startMillis = endMillis - Duration.ofHours(bench.sizes().hours()).toMillis();
        List<Measured> measured = new ArrayList<>();
        for (String query : queries) {
            Measured one = new Measured(query, startMillis, endMillis);
            String difference = one.compare(prometheus, vedette);
            if (difference.isEmpty()) {
                measured.add(one);
            } else {
                bench.say("    different: " + difference + "   in   " + query);
            }
        }
        bench.say("  the same answer to " + measured.size() + " of " + queries.size() + ", "
                + measured.stream().filter(one -> one.empty).count() + " of them empty");
        return measure(measured, prometheus, vedette, bench);
    }

    /** The distinct expressions with the variables filled in. */
    private static List<String> queries(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replace("$node", NodeSeries.instance(3))
                        .replace("$job", NodeSeries.JOB)
                        .replace("$__rate_interval", RATE_INTERVAL))
                .distinct()
                .toList();
    }

    private static List<Row> measure(List<Measured> queries, Contender prometheus, Contender vedette, Bench bench)
            throws IOException, InterruptedException {
        pass(queries, prometheus, vedette, WARM_UP_PASSES, -1);
        double theirCpu = prometheus.cpuSeconds();
        double ourCpu = vedette.cpuSeconds();
        for (int pass = 0; pass < PASSES; pass++) {
            pass(queries, prometheus, vedette, 1, pass);
        }
        theirCpu = prometheus.cpuSeconds() - theirCpu;
        ourCpu = vedette.cpuSeconds() - ourCpu;

        List<Measured> slowest = queries.stream()
                .sorted(Comparator.comparingDouble(Measured::ratio).reversed())
                .toList();
        for (Measured each : slowest.subList(0, Math.min(SLOWEST_SHOWN, slowest.size()))) {
            bench.say(String.format(
                    "    %.2f  (%.2f ms, %.2f ms)  %s",
                    each.ratio(), each.theirMillis(), each.ourMillis(), each.query.replaceAll("\\s+", " ")));
        }
        Measured median = slowest.get(slowest.size() / 2);
        double theirs = queries.stream().mapToDouble(Measured::theirMillis).sum();
        double ours = queries.stream().mapToDouble(Measured::ourMillis).sum();
        return List.of(
                new Row(
                        "queries: the one of median ratio, ms",
                        median.theirMillis(),
                        median.ourMillis(),
                        "at most 0.5"),
                new Row(
                        "queries: the one of worst ratio, ms",
                        slowest.get(0).theirMillis(),
                        slowest.get(0).ourMillis(),
                        "at most 1.2"),
                new Row("queries: all of them once, ms", theirs, ours, ""),
                new Row("queries: CPU seconds for all, ms", 1000 * theirCpu / PASSES, 1000 * ourCpu / PASSES, ""));
    }

    private static void pass(List<Measured> queries, Contender prometheus, Contender vedette, int times, int keepAs)
            throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            boolean oursFirst = (keepAs + i) % 2 == 0;
            for (Measured query : queries) {
                if (oursFirst) {
                    query.ask(vedette, query.ourNanos, keepAs);
                }
                query.ask(prometheus, query.theirNanos, keepAs);
                if (!oursFirst) {
                    query.ask(vedette, query.ourNanos, keepAs);
                }
            }
        }
    }

    /** A query with the times both took. */
    private static final class Measured {
        private final String query;
        private final long startMillis;
        private final long endMillis;
        private final long[] theirNanos = new long[PASSES];
        private final long[] ourNanos = new long[PASSES];
        private boolean empty;

        Measured(String query, long startMillis, long endMillis) {
            this.query = query;
            this.startMillis = startMillis;
            this.endMillis = endMillis;
        }

        private Contender.Timed ask(Contender contender) throws IOException, InterruptedException {
            return contender.range(query, startMillis, endMillis, STEP_SECONDS);
        }

        String compare(Contender prometheus, Contender vedette) throws IOException, InterruptedException {
            var theirs = ask(prometheus).json();
            empty = theirs.at("/data/result").isEmpty();
            return Answers.difference(theirs, ask(vedette).json());
        }

        void ask(Contender contender, long[] times, int keepAs) throws IOException, InterruptedException {
            Contender.Timed answer = ask(contender);
            if (keepAs >= 0) {
                times[keepAs] = answer.nanos();
            }
        }

        double theirMillis() {
            return medianMillis(theirNanos);
        }

        double ourMillis() {
            return medianMillis(ourNanos);
        }

        double ratio() {
            return ourMillis() / theirMillis();
        }

        private static double medianMillis(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2] / 1e6;
        }
    }
}
