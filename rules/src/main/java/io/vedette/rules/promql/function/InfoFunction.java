package io.vedette.rules.promql.function;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.TimeShift;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code info}: adds labels of info metrics, such as {@code target_info}, to series of the same instance and job. They
 * are looked up at the time that the first selector of the series looks at.
 */
final class InfoFunction {
    private static final String DEFAULT_METRIC = "target_info";
    private static final List<String> IDENTIFYING = List.of("instance", "job");

    private final Evaluator evaluator;
    private final Steps steps;
    private final Frame base;
    /** Info series; values are the times of their samples in seconds. */
    private final Frame info;
    /** Conditions on the labels to add; none if all are to be added. */
    private final List<LabelMatcher> wanted = new ArrayList<>();

    private final Set<String> wantedNames = new HashSet<>();
    /** Conditions on the names of info metrics, which are not enriched themselves. */
    private final List<LabelMatcher> names = new ArrayList<>();

    private InfoFunction(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        this.evaluator = evaluator;
        this.steps = steps;
        this.base = evaluator.vector(call.arguments().get(0), steps);
        LabelMatcher standard = LabelMatcher.equal(Labels.NAME, DEFAULT_METRIC);
        if (call.arguments().size() > 1 && call.arguments().get(1) instanceof Expr.VectorSelector conditions) {
            for (LabelMatcher matcher : conditions.matchers()) {
                (matcher.name().equals(Labels.NAME) ? names : wanted).add(matcher);
            }
        } else {
            names.add(standard);
        }
        wanted.forEach(matcher -> wantedNames.add(matcher.name()));
        List<LabelMatcher> all = new ArrayList<>(names.isEmpty() ? List.of(standard) : names);
        all.addAll(wanted);
        TimeShift shift = call.arguments().get(0).selectors().stream()
                .findFirst()
                .map(Expr.VectorSelector::shift)
                .orElse(TimeShift.NONE);
        this.info = evaluator.sampleTimes(new Expr.VectorSelector("", all, shift, call.span()), steps);
    }

    static Frame apply(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        return new InfoFunction(call, evaluator, steps).enriched();
    }

    private Frame enriched() throws QueryException {
        Frame result = new Frame(base.rows(), steps.count(), evaluator.budget());
        Map<Labels, Integer> rowsByLabels = new HashMap<>();
        Labels[] identities = new Labels[base.rows()];
        for (int row = 0; row < identities.length; row++) {
            identities[row] = base.labels(row).keep(IDENTIFYING);
        }
        for (int step = 0; step < steps.count(); step++) {
            Map<Labels, SortedMap<String, Integer>> newest = newest(step);
            evaluator.budget().work(base.rows());
            for (int row = 0; row < base.rows(); row++) {
                if (Frame.isAbsent(base.cell(row, step))) {
                    continue;
                }
                Labels labels = isInfo(row)
                        ? base.labels(row)
                        : enriched(base.labels(row), newest.getOrDefault(identities[row], new TreeMap<>()));
                if (labels != null) {
                    put(row, step, labels, result, rowsByLabels);
                }
            }
        }
        base.release();
        info.release();
        return result;
    }

    private boolean isInfo(int row) {
        String name = base.labels(row).metric();
        return !names.isEmpty() && names.stream().allMatch(matcher -> matcher.matches(name));
    }

    /** For each instance and job the row of each info metric with the newest sample at a step. */
    private Map<Labels, SortedMap<String, Integer>> newest(int step) throws QueryException {
        Map<Labels, SortedMap<String, Integer>> newest = new HashMap<>();
        for (int row = 0; row < info.rows(); row++) {
            double time = info.cell(row, step);
            if (Frame.isAbsent(time)) {
                continue;
            }
            Labels labels = info.labels(row);
            SortedMap<String, Integer> rows = newest.computeIfAbsent(labels.keep(IDENTIFYING), key -> new TreeMap<>());
            Integer other = rows.get(labels.metric());
            if (other == null || info.cell(other, step) < time) {
                rows.put(labels.metric(), row);
            } else if (info.cell(other, step) == time) {
                throw new QueryException(
                        Kind.EXECUTION,
                        "found duplicate series for info metric: existing "
                                + info.labels(other).inBraces() + " @ " + Math.round(time * 1000) + ", new "
                                + labels.inBraces() + " @ " + Math.round(time * 1000));
            }
        }
        return newest;
    }

    /** The labels with those of info series; null if there has to be an info series and is none. */
    private @Nullable Labels enriched(Labels labels, SortedMap<String, Integer> rows) throws QueryException {
        if (rows.isEmpty() && !wanted.stream().allMatch(matcher -> matcher.matches(""))) {
            return null;
        }
        TreeMap<String, String> added = new TreeMap<>();
        for (int row : rows.values()) {
            for (Map.Entry<String, String> label : info.labels(row).toMap().entrySet()) {
                String name = label.getKey();
                if (name.equals(Labels.NAME) || (!wantedNames.isEmpty() && !wantedNames.contains(name))) {
                    continue;
                }
                String before = added.get(name);
                if (before != null && !before.equals(label.getValue())) {
                    throw new QueryException(Kind.EXECUTION, "conflicting label: " + name);
                }
                if (!labels.has(name)) {
                    added.put(name, label.getValue());
                }
            }
        }
        if (added.isEmpty()) {
            return labels;
        }
        TreeMap<String, String> all = labels.toMap();
        all.putAll(added);
        return Labels.of(all);
    }

    private void put(int row, int step, Labels labels, Frame result, Map<Labels, Integer> rowsByLabels)
            throws QueryException {
        Integer target = rowsByLabels.get(labels);
        if (target == null) {
            target = result.addRow(labels, base.dropsName(row));
            rowsByLabels.put(labels, target);
        }
        result.setFrom(base, row, target, step);
    }
}
