package io.vedette.rules.file;

import io.vedette.rules.promql.Expr;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule file that has been checked. Immutable; safe for use by any thread.
 *
 * @param name the file's path or another name for it
 */
public record RuleFile(String name, List<Group> groups) {
    public RuleFile {
        groups = List.copyOf(groups);
    }

    /**
     * Rules that are evaluated one after the other, at one instant.
     *
     * @param file the name of the file it stands in
     * @param name unique in its file
     * @param interval time between evaluations; null for the default
     * @param queryOffset how far back its queries look; null for the default
     * @param limit most alerts or series one rule may make, 0 for no limit
     * @param labels added to each rule's, which win
     */
    public record Group(
            String file,
            String name,
            @Nullable Duration interval,
            @Nullable Duration queryOffset,
            int limit,
            Map<String, String> labels,
            List<Rule> rules) {
        public Group {
            labels = inOrder(labels);
            rules = List.copyOf(rules);
        }
    }

    /** A rule. */
    public sealed interface Rule {
        /** The alert's or the recorded metric's name. */
        String name();

        /** The expression. */
        Expr expression();

        /** Labels to add, those of the group among them; templates in an alert's. */
        Map<String, String> labels();
    }

    /** Records an expression's result as series. */
    public record Recording(String name, Expr expression, Map<String, String> labels) implements Rule {
        public Recording {
            labels = inOrder(labels);
        }
    }

    /**
     * Makes an alert of each element of an expression's result.
     *
     * @param holdFor how long the condition must be met before the alert fires
     * @param keepFiringFor how long the alert fires on when the condition is no longer met
     * @param annotations templates
     */
    public record Alerting(
            String name,
            Expr expression,
            Duration holdFor,
            Duration keepFiringFor,
            Map<String, String> labels,
            Map<String, String> annotations)
            implements Rule {
        public Alerting {
            labels = inOrder(labels);
            annotations = inOrder(annotations);
        }
    }

    private static Map<String, String> inOrder(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
