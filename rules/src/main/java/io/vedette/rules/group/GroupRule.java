package io.vedette.rules.group;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.GroupEvaluation.Change;
import io.vedette.rules.group.GroupEvaluation.Notice;
import io.vedette.rules.group.GroupSnapshot.Health;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule of a group with what it remembers. Not safe for use by several threads. */
interface GroupRule {
    /** A sample that a rule makes. */
    record Sample(Labels labels, long timestampMillis, double value) {}

    /** What a rule's evaluation made. */
    record Result(List<Sample> samples, List<Change> changes) {}

    /** What a rule's last evaluation came to. */
    record Outcome(
            Health health, String lastError, @Nullable Instant lastEvaluation, Duration evaluationTime) {
        static final Outcome NONE = new Outcome(Health.UNKNOWN, "", null, Duration.ZERO);
    }

    RuleFile.Rule definition();

    /** The labels as the file has them. */
    Labels labels();

    /**
     * @param limit most alerts or series, 0 for no limit
     * @throws RuleFailure if it cannot be evaluated; alerts are then as before, unless the limit was exceeded
     */
    Result evaluate(Instant at, Duration queryOffset, int limit) throws RuleFailure;

    /** Alerts to tell of after an evaluation; they count as told. */
    List<Notice> notices(Instant at, Duration interval, Duration resendDelay);

    List<Alert> alerts();

    void restore(List<Alert> earlier);

    /** The series that an earlier life must have made last, as far as can be told from its alerts. */
    List<Labels> restoredSeries(List<Alert> earlier);

    GroupSnapshot.RuleSnapshot snapshot(Outcome outcome);
}
