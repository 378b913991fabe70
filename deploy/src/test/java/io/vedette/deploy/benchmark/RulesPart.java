package io.vedette.deploy.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rules: both evaluate the same ones by themselves, over the same samples, while new samples keep coming. */
final class RulesPart implements Part {
    private static final int HISTORY_CYCLES = 240;
    /** Rules are evaluated more often at first, so that all is compiled and cached when it counts. */
    private static final String WARM_UP_INTERVAL = "5s";

    private static final int WARM_UP_CYCLES = 9;
    private static final String INTERVAL = "30s";
    private static final int SETTLING_CYCLES = 3;
    private static final int MEASURED_CYCLES = 8;
    private static final int IDLE_CYCLES = 6;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String subject() {
        return "published alerting and recording rules, evaluated every 30 s over made-up series that match them";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<RuleCorpus.Rule> candidates =
                new ArrayList<>(RuleCorpus.read(bench.data().resolve("rules")));
        int published = candidates.size();
        for (String cluster : List.of("a", "b")) {
            for (int i = 0; i < published; i++) {
                candidates.add(RuleCorpus.bound(candidates.get(i), cluster));
            }
        }
        List<MadeUpSeries> series = RuleSeries.of(
                candidates.subList(0, published).stream()
                        .map(RuleCorpus.Rule::expression)
                        .toList(),
                bench.sizes().series());
        bench.say("  " + published + " published expressions; " + series.size() + " series");

        Contender prometheus = bench.startPrometheus();
        Contender vedette = bench.startVedette("");
        Cycles cycles = Cycles.until(System.currentTimeMillis(), HISTORY_CYCLES);
        try (Loader loader = new Loader(series, cycles, List.of(prometheus, vedette))) {
            loader.history(HISTORY_CYCLES, bench);
            List<RuleCorpus.Rule> rules =
                    agreed(candidates, prometheus, vedette, cycles.millis(HISTORY_CYCLES - 1) + 500, bench);
            return measure(rules, prometheus, vedette, new Ticker(loader, cycles, HISTORY_CYCLES), bench);
        }
    }

    /** The first so many rules that both evaluate without an error, with the same answer. */
    private static List<RuleCorpus.Rule> agreed(
            List<RuleCorpus.Rule> candidates, Contender prometheus, Contender vedette, long atMillis, Bench bench)
            throws IOException, InterruptedException {
        List<RuleCorpus.Rule> agreed = new ArrayList<>();
        int failing = 0;
        int empty = 0;
        List<String> differences = new ArrayList<>();
        for (RuleCorpus.Rule rule : candidates) {
            if (agreed.size() == bench.sizes().rules()) {
                break;
            }
            JsonNode theirs = prometheus.instant(rule.text(), atMillis).json();
            JsonNode ours = vedette.instant(rule.text(), atMillis).json();
            String difference = Answers.difference(theirs, ours);
            if (!difference.isEmpty()) {
                differences.add(difference + "   in   " + rule.text().replaceAll("\\s+", " "));
            } else if (!theirs.path("status").asText().equals("success")) {
                failing++;
            } else {
                agreed.add(rule);
                empty += theirs.at("/data/result").isEmpty() ? 1 : 0;
            }
        }
        bench.say("  the same answer to " + agreed.size() + " expressions, " + empty + " of them empty; left out: "
                + failing + " that fail on both, " + differences.size() + " with different answers");
        differences.forEach(difference -> bench.say("    different: " + difference));
        return agreed;
    }

    private static List<Row> measure(
            List<RuleCorpus.Rule> rules, Contender prometheus, Contender vedette, Ticker ticker, Bench bench)
            throws Exception {
        double groups = RuleCorpus.groups(rules.size());
        // One after the other, so that neither waits for the other's processor.
        Round theirs = measure(
                prometheus,
                rules,
                new Counters(
                        "prometheus_rule_group_duration_seconds_sum",
                        "prometheus_rule_evaluations_total",
                        "prometheus_rule_evaluation_failures_total"),
                rules.size(),
                ticker,
                bench);
        Round ours = measure(
                vedette,
                rules,
                new Counters(
                        "vedette_rules_evaluation_duration_seconds_sum",
                        "vedette_rules_evaluations_total",
                        "vedette_rules_rule_failures_total"),
                groups,
                ticker,
                bench);
        return List.of(
                new Row("rules: seconds to evaluate all once", theirs.seconds, ours.seconds, "at most 0.33"),
                new Row("rules: CPU seconds for it, intake taken off", theirs.cpu, ours.cpu, "at most 0.33"));
    }

    /** Names of the metrics by which a program tells of its evaluations. */
    private record Counters(String seconds, String evaluations, String failures) {}

    /** What it takes to evaluate all rules once. */
    private record Round(double seconds, double cpu) {}

    /** @param evaluations how many the program counts while it evaluates all rules once */
    private static Round measure(
            Contender contender,
            List<RuleCorpus.Rule> rules,
            Counters counters,
            double evaluations,
            Ticker ticker,
            Bench bench)
            throws Exception {
        contender.rules(RuleCorpus.file(rules, WARM_UP_INTERVAL));
        ticker.run(WARM_UP_CYCLES);
        contender.rules(RuleCorpus.file(rules, INTERVAL));
        ticker.run(SETTLING_CYCLES);
        double cpu = contender.cpuSeconds();
        double evaluatedBefore = contender.metric(counters.evaluations);
        double secondsBefore = contender.metric(counters.seconds);
        double failuresBefore = contender.metric(counters.failures);
        double elapsed = ticker.run(MEASURED_CYCLES);
        cpu = contender.cpuSeconds() - cpu;
        double rounds = (contender.metric(counters.evaluations) - evaluatedBefore) / evaluations;
        double seconds = contender.metric(counters.seconds) - secondsBefore;
        double failures = contender.metric(counters.failures) - failuresBefore;

        contender.rules(RuleCorpus.file(List.of(), INTERVAL));
        ticker.run(1);
        double idleCpu = contender.cpuSeconds();
        double idleSeconds = ticker.run(IDLE_CYCLES);
        idleCpu = (contender.cpuSeconds() - idleCpu) / idleSeconds;
        bench.say(String.format(
                "  %s: %.1f rounds, %.0f rules failed, %.2f CPU seconds a second for the intake",
                contender.name(), rounds, failures, idleCpu));
        return new Round(seconds / rounds, (cpu - idleCpu * elapsed) / rounds);
    }

    /** Pushes a cycle of samples each time one is due. */
    private static final class Ticker {
        private final Loader loader;
        private final Cycles cycles;
        private int next;

        Ticker(Loader loader, Cycles cycles, int next) {
            this.loader = loader;
            this.cycles = cycles;
            this.next = next;
        }

        /** Runs for so many cycles; makes up for what is overdue. Returns how many seconds that took. */
        double run(int count) throws Exception {
            long start = System.nanoTime();
            long endMillis = System.currentTimeMillis() + count * cycles.intervalMillis();
            while (System.currentTimeMillis() < endMillis) {
                long wait = Math.min(cycles.millis(next), endMillis) - System.currentTimeMillis();
                if (wait > 0) {
                    Thread.sleep(wait);
                } else {
                    loader.cycle(next++);
                }
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
