package io.vedette.collector.evaluate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What is counted of evaluations. Safe for use by any thread. */
final class EvaluationMeters {
    private final Timer duration;
    private final Counter evaluations;
    private final Counter failedRules;
    private final Counter failures;
    private final Counter skipped;

    EvaluationMeters(MeterRegistry meters) {
        this.duration = Timer.builder("vedette_rules_evaluation_duration")
                .description("Time it takes to evaluate a group.")
                .register(meters);
        this.evaluations = Counter.builder("vedette_rules_evaluations_total")
                .description("Evaluations of groups.")
                .register(meters);
        this.failedRules = Counter.builder("vedette_rules_rule_failures_total")
                .description("Rules that could not be evaluated.")
                .register(meters);
        this.failures = Counter.builder("vedette_rules_evaluation_failures_total")
                .description("Evaluations of groups that ended in a fault, or could not be kept.")
                .register(meters);
        this.skipped = Counter.builder("vedette_rules_instants_skipped_total")
                .description("Instants that were missed too long ago to be made up for.")
                .register(meters);
    }

    void evaluated(long durationNanos, int rulesThatFailed) {
        duration.record(durationNanos, TimeUnit.NANOSECONDS);
        evaluations.increment();
        failedRules.increment(rulesThatFailed);
    }

    void failed() {
        failures.increment();
    }

    void skipped(long instants) {
        skipped.increment((double) instants);
    }
}
