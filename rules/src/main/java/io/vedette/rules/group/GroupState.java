package io.vedette.rules.group;

import io.vedette.rules.labels.Labels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group must remember over a restart, without which pending alerts would start anew and people be told twice.
 *
 * @param file where the group was read from
 * @param lastEvaluation the instant evaluated last; null before the first
 * @param rules the alerting rules that have alerts
 */
public record GroupState(
        String file, String group, @Nullable Instant lastEvaluation, List<RuleState> rules) {
    public GroupState {
        rules = List.copyOf(rules);
    }

    /**
     * The alerts of one rule.
     *
     * @param rule its name
     * @param labels its labels as the file has them, which with the name tell it from others
     */
    public record RuleState(String rule, Labels labels, List<Alert> alerts) {
        public RuleState {
            alerts = List.copyOf(alerts);
        }
    }
}
