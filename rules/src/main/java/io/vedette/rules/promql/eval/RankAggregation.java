package io.vedette.rules.promql.eval;

import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.AggregateOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code topk} and {@code bottomk}: the rows themselves, where their value is among the k largest or smallest. */
final class RankAggregation {
    private RankAggregation() {}

    static Frame evaluate(Expr.Aggregate aggregate, Frame input, double[] limits, Budget budget) throws QueryException {
        checkLimits(limits);
        boolean top = aggregate.operator() == AggregateOperator.TOPK;
        Groups groups = new Groups(aggregate, input);
        Frame result = new Frame(input.rows(), input.steps(), budget);
        for (int group = 0; group < groups.count(); group++) {
            int[] rows = groups.rows(group);
            budget.work((long) rows.length * input.steps());
            if (input.steps() == 1) {
                rankOnce(input, rows, limits[0], top, result);
            } else {
                rankEachStep(input, rows, limits, top, result);
            }
        }
        return result;
    }

    /** Refuses limits that are no numbers of rows. */
    static void checkLimits(double[] limits) throws QueryException {
        for (double k : limits) {
            if (Double.isNaN(k)) {
                throw failure("Parameter value is NaN");
            }
            if (k >= 0x1p63 || k <= -0x1p63) {
                throw failure("Scalar value " + NumberText.general(k) + " overflows int64");
            }
        }
    }

    /** At a single step the rows come in the order of their rank. */
    private static void rankOnce(Frame input, int[] rows, double k, boolean top, Frame result) throws QueryException {
        for (int row : ranked(input, rows, 0, k, top)) {
            result.addCopy(input, row);
        }
    }

    private static void rankEachStep(Frame input, int[] rows, double[] limits, boolean top, Frame result)
            throws QueryException {
        int first = result.rows();
        for (int row : rows) {
            result.addRow(input.labels(row), input.dropsName(row));
        }
        for (int step = 0; step < input.steps(); step++) {
            for (int row : ranked(input, rows, step, limits[step], top)) {
                int target = first + Arrays.binarySearch(rows, row);
                result.cells()[result.offset(target) + step] = input.cell(row, step);
            }
        }
    }

    /** The rows with the k best values at a step, best first; NaN is the worst. */
    private static List<Integer> ranked(Frame input, int[] rows, int step, double limit, boolean top) {
        int k = (int) Math.min(limit, rows.length);
        List<Integer> present = new ArrayList<>();
        if (k < 1) {
            return present;
        }
        for (int row : rows) {
            if (!Frame.isAbsent(input.cell(row, step))) {
                present.add(row);
            }
        }
        present.sort(input.byValue(step, top));
        return present.subList(0, Math.min(k, present.size()));
    }

    private static QueryException failure(String message) {
        return new QueryException(Kind.EXECUTION, message);
    }
}
