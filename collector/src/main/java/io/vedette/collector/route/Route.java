package io.vedette.collector.route;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A node of the routing tree, with what it has from its parent filled in. An alert goes down into the first child whose
 * matchers it meets, and on to the next ones as long as children say so; where no child takes it, it stays.
 *
 * @param key Alertmanager's way to tell this node from others: the matchers on the way to it
 * @param matchers conditions, all of which must be met
 * @param continues whether the next siblings get the alert too
 */
public record Route(
        String key,
        String receiver,
        Grouping grouping,
        Timing timing,
        List<LabelMatcher> matchers,
        boolean continues,
        List<Route> children) {
    public Route {
        matchers = List.copyOf(matchers);
        children = List.copyOf(children);
    }

    /**
     * Which alerts make one message.
     *
     * @param byAll each alert is a group of its own
     * @param labels alerts with the same values of these are one group; not used if {@code byAll}
     */
    public record Grouping(boolean byAll, Set<String> labels) {
        /** All alerts are one group. */
        public static final Grouping TOGETHER = new Grouping(false, Set.of());

        public Grouping {
            labels = Set.copyOf(labels);
        }

        /** What an alert has in common with its group. */
        public Labels of(Labels alert) {
            return byAll ? alert : alert.keep(labels);
        }
    }

    /**
     * When messages are sent.
     *
     * @param groupWait from a group's first alert to its first message
     * @param groupInterval from a message to the next, if something changed
     * @param repeatInterval from a message to the same again
     */
    public record Timing(Duration groupWait, Duration groupInterval, Duration repeatInterval) {
        /** Alertmanager's. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4));
    }

    /** The nodes at which an alert ends, in the order of the file. */
    public List<Route> match(Labels alert) {
        if (!matchers.stream().allMatch(matcher -> matcher.matches(alert.get(matcher.name())))) {
            return List.of();
        }
        List<Route> found = new ArrayList<>();
        for (Route child : children) {
            List<Route> below = child.match(alert);
            found.addAll(below);
            if (!below.isEmpty() && !child.continues) {
                break;
            }
        }
        return found.isEmpty() ? List.of(this) : found;
    }

    /** The key of a node below another, or of the root if there is none above. */
    public static String key(String above, List<LabelMatcher> matchers) {
        String own = matchers.stream().map(LabelMatcher::toString).collect(Collectors.joining(",", "{", "}"));
        return above.isEmpty() ? own : above + "/" + own;
    }

    /** The key of a group at this node, as Alertmanager writes it. */
    public String groupKey(Labels group) {
        return key + ":" + group;
    }

    /** The receivers that this tree names. */
    public Set<String> receivers() {
        Set<String> names = new TreeSet<>();
        names.add(receiver);
        children.forEach(child -> names.addAll(child.receivers()));
        return names;
    }
}
