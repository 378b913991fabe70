package io.vedette.deploy.benchmark;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.ValueType;
import io.vedette.rules.promql.VectorMatching;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes up series that rules find something in: for each metric those labels that the rules' selectors, groupings and
 * matches name, with values that meet their conditions, on so many instances that there are as many series as wanted.
 */
final class RuleSeries {
    private static final List<String> CLUSTERS = List.of("a", "b");
    private static final List<String> BOUNDS =
            List.of("0.005", "0.01", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "+Inf");
    private static final List<String> GENERIC = List.of("one", "two");
    /** Series of a selector on an instance, buckets apart. */
    private static final int VARIANTS = 4;

    /** The labels a metric has, with their values, by metric. */
    private final Map<String, TreeMap<String, Set<String>>> values = new LinkedHashMap<>();

    private final Set<String> counters = new TreeSet<>();
    private final List<Expr.VectorSelector> selectors = new ArrayList<>();

    /** Series of the metrics that expressions name: exactly {@code count}, in an order that is the same each time. */
    static List<MadeUpSeries> of(List<Expr> expressions, int count) {
        RuleSeries made = new RuleSeries();
        expressions.forEach(expression -> made.visit(expression, Set.of()));
        // Labels pass from one side of an operator to the other; two rounds do for the longest chains there are.
        for (int round = 0; round < 2; round++) {
            expressions.forEach(made::unite);
        }
        return made.series(count);
    }

    /** @param grouped labels that aggregations and matches around it name */
    private void visit(Expr expression, Set<String> grouped) {
        if (expression instanceof Expr.VectorSelector selector) {
            add(selector, grouped);
            return;
        }
        Set<String> inside = new TreeSet<>(grouped);
        if (expression instanceof Expr.Aggregate aggregate && !aggregate.without()) {
            inside.addAll(aggregate.labels());
        } else if (expression instanceof Expr.Binary binary && binary.matching().on()) {
            inside.addAll(binary.matching().labels());
            inside.addAll(binary.matching().include());
        } else if (expression instanceof Expr.Call call
                && List.of("rate", "irate", "increase", "resets")
                        .contains(call.function().name())) {
            call.selectors().forEach(selector -> counters.add(RuleCorpus.metric(selector)));
        }
        expression.children().forEach(child -> visit(child, inside));
    }

    private void add(Expr.VectorSelector selector, Set<String> grouped) {
        String metric = RuleCorpus.metric(selector);
        if (metric.isEmpty()) {
            return;
        }
        selectors.add(selector);
        TreeMap<String, Set<String>> labels = values.computeIfAbsent(metric, key -> new TreeMap<>());
        grouped.forEach(name -> labels.computeIfAbsent(name, key -> new LinkedHashSet<>()));
        for (LabelMatcher matcher : selector.matchers()) {
            if (!matcher.name().equals(Labels.NAME)) {
                labels.computeIfAbsent(matcher.name(), key -> new LinkedHashSet<>())
                        .addAll(RegexExamples.matching(matcher));
            }
        }
    }

    /** Metrics that are matched on all their labels have the same ones. */
    private void unite(Expr expression) {
        if (expression instanceof Expr.Binary binary
                && binary.left().type() == ValueType.VECTOR
                && binary.right().type() == ValueType.VECTOR
                && binary.operator() != BinaryOperator.OR) {
            VectorMatching matching = binary.matching();
            for (Expr.VectorSelector left : plain(binary.left())) {
                for (Expr.VectorSelector right : plain(binary.right())) {
                    copyLabels(RuleCorpus.metric(left), RuleCorpus.metric(right), matching);
                    copyLabels(RuleCorpus.metric(right), RuleCorpus.metric(left), matching);
                }
            }
        }
        expression.children().forEach(this::unite);
    }

    /** The selectors whose labels come through as they are. */
    private static List<Expr.VectorSelector> plain(Expr expression) {
        if (expression instanceof Expr.VectorSelector selector) {
            return List.of(selector);
        }
        List<Expr.VectorSelector> found = new ArrayList<>();
        if (!(expression instanceof Expr.Aggregate)) {
            expression.children().forEach(child -> found.addAll(plain(child)));
        }
        return found;
    }

    private void copyLabels(String from, String to, VectorMatching matching) {
        TreeMap<String, Set<String>> source = values.get(from);
        TreeMap<String, Set<String>> target = values.get(to);
        if (source != null && target != null) {
            source.forEach((name, some) -> {
                if (matching.on() == matching.labels().contains(name)) {
                    target.computeIfAbsent(name, key -> new LinkedHashSet<>()).addAll(some);
                }
            });
        }
    }

    private List<MadeUpSeries> series(int count) {
        List<Labels> onOneInstance = onOneInstance();
        List<MadeUpSeries> series = new ArrayList<>(count);
        for (int instance = 0; series.size() < count; instance++) {
            Labels place = Labels.of(
                    "instance", "host-" + instance + ":9100", "cluster", CLUSTERS.get(instance % CLUSTERS.size()));
            for (Labels labels : onOneInstance) {
                if (series.size() < count) {
                    // What a rule demands of these two labels goes before the place.
                    series.add(series(place.with(labels)));
                }
            }
        }
        return series;
    }

    private MadeUpSeries series(Labels labels) {
        String metric = labels.metric();
        boolean counter = counters.contains(metric);
        return new MadeUpSeries(
                labels,
                counter ? MadeUpSeries.Kind.COUNTER : MadeUpSeries.kindOf(metric),
                1 + Math.max(0, BOUNDS.indexOf(labels.get("le"))));
    }

    private List<Labels> onOneInstance() {
        Set<Labels> all = new LinkedHashSet<>();
        for (Expr.VectorSelector selector : selectors) {
            String metric = RuleCorpus.metric(selector);
            TreeMap<String, Set<String>> labels = values.getOrDefault(metric, new TreeMap<>());
            for (int variant = 0; variant < VARIANTS; variant++) {
                TreeMap<String, String> one = new TreeMap<>(Map.of(Labels.NAME, metric, "job", "made-up"));
                for (var label : labels.entrySet()) {
                    List<String> allowed = allowed(selector, label.getKey(), label.getValue());
                    if (!allowed.isEmpty()) {
                        one.put(label.getKey(), allowed.get(variant % allowed.size()));
                    }
                }
                addBuckets(one, labels.containsKey("le") || metric.endsWith("_bucket"), all);
            }
        }
        return List.copyOf(all);
    }

    private static void addBuckets(TreeMap<String, String> labels, boolean buckets, Set<Labels> all) {
        for (String bound : buckets ? BOUNDS : List.of("")) {
            labels.put("le", bound);
            all.add(Labels.of(labels));
        }
    }

    /** The values of a label that meet all the conditions of a selector. */
    private static List<String> allowed(Expr.VectorSelector selector, String name, Set<String> known) {
        Set<String> candidates = new LinkedHashSet<>(known);
        if (name.equals("instance") || name.equals("cluster") || name.equals("job")) {
            if (selector.matchers().stream().noneMatch(matcher -> matcher.name().equals(name))) {
                return List.of();
            }
        } else {
            candidates.addAll(GENERIC);
        }
        return candidates.stream()
                .filter(value -> selector.matchers().stream()
                        .allMatch(matcher -> !matcher.name().equals(name) || matcher.matches(value)))
                .toList();
    }
}
