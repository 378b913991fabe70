package io.vedette.rules.promql.function;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.MixedRangeFunction;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether there is anything at all. */
final class PresenceFunctions {
    private PresenceFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("absent", (call, evaluator, steps) -> {
            Expr argument = call.arguments().get(0);
            return whereAbsent(argument, evaluator.vector(argument, steps), evaluator, steps);
        });
        all.put("absent_over_time", (call, evaluator, steps) -> {
            Expr argument = call.arguments().get(0);
            return whereAbsent(
                    argument,
                    evaluator.overRange(
                            argument,
                            true,
                            steps,
                            (window, step) -> 1,
                            (window, step) -> MixedRangeFunction.Answer.number(1)),
                    evaluator,
                    steps);
        });
    }

    /** 1 at each step where no row has a value. */
    private static Frame whereAbsent(Expr argument, Frame present, Evaluator evaluator, Steps steps)
            throws QueryException {
        Frame result = new Frame(1, steps.count(), evaluator.budget());
        result.addRow(labels(argument.bare()), false);
        for (int step = 0; step < steps.count(); step++) {
            boolean any = false;
            for (int row = 0; row < present.rows() && !any; row++) {
                any = !Frame.isAbsent(present.cell(row, step));
            }
            if (!any) {
                result.cells()[step] = 1;
            }
        }
        present.release();
        return result;
    }

    /** The labels that the missing series would have, as far as the selector tells. */
    private static Labels labels(Expr argument) {
        List<LabelMatcher> matchers;
        if (argument instanceof Expr.VectorSelector vector) {
            matchers = vector.matchers();
        } else if (argument instanceof Expr.MatrixSelector matrix) {
            matchers = matrix.vector().matchers();
        } else {
            return Labels.EMPTY;
        }
        TreeMap<String, String> labels = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.name().equals(Labels.NAME)) {
                continue;
            }
            if (matcher.type() == LabelMatcher.Type.EQUAL && seen.add(matcher.name())) {
                labels.put(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return Labels.of(labels);
    }
}
