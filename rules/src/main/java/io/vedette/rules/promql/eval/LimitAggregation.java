package io.vedette.rules.promql.eval;

import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.AggregateOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;

/** {@code limitk} and {@code limit_ratio}: some of the rows as they are, whatever their values. */
final class LimitAggregation {
    private LimitAggregation() {}

    static Frame evaluate(Expr.Aggregate aggregate, Frame input, double[] limits, Evaluator evaluator)
            throws QueryException {
        boolean ratio = aggregate.operator() == AggregateOperator.LIMIT_RATIO;
        double[] checked = ratio ? ratios(aggregate, limits, evaluator.notes()) : limits;
        if (!ratio) {
            RankAggregation.checkLimits(limits);
        }
        Groups groups = new Groups(aggregate, input);
        Frame result = new Frame(input.rows(), input.steps(), evaluator.budget());
        for (int group = 0; group < groups.count(); group++) {
            int[] rows = groups.rows(group);
            evaluator.budget().work((long) rows.length * input.steps());
            int[] taken = new int[input.steps()];
            for (int row : rows) {
                int copy = result.addCopy(input, row);
                double share = ratio ? LabelsHash.share(input.labels(row)) : 0;
                for (int step = 0; step < input.steps(); step++) {
                    if (Frame.isAbsent(input.cell(row, step))) {
                        continue;
                    }
                    boolean kept = ratio ? isWithin(checked[step], share) : taken[step]++ < Math.floor(checked[step]);
                    if (!kept) {
                        result.cells()[result.offset(copy) + step] = Frame.ABSENT;
                    }
                }
            }
        }
        return result.withoutEmptyRows();
    }

    /** A negative ratio keeps those that its positive complement leaves out. */
    private static boolean isWithin(double ratio, double share) {
        return ratio >= 0 ? share < ratio : share >= 1 + ratio;
    }

    private static double[] ratios(Expr.Aggregate aggregate, double[] limits, Notes notes) throws QueryException {
        double[] capped = new double[limits.length];
        for (int i = 0; i < limits.length; i++) {
            if (Double.isNaN(limits[i])) {
                throw new QueryException(Kind.EXECUTION, "Ratio value is NaN");
            }
            capped[i] = Math.max(-1, Math.min(1, limits[i]));
            Expr parameter = aggregate.parameter();
            if (capped[i] != limits[i] && parameter != null) {
                notes.warn(
                        "ratio value should be between -1 and 1, got " + NumberText.general(limits[i]) + ", capping to "
                                + NumberText.general(capped[i]),
                        parameter.span());
            }
        }
        return capped;
    }
}
