package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import java.util.HashMap;
import java.util.Map;

/** {@code and}, {@code or}, {@code unless}. */
final class SetOperations {
    private SetOperations() {}

    static Frame evaluate(Expr.Binary binary, Frame left, Frame right, Budget budget) throws QueryException {
        MatchGroups groups = new MatchGroups(binary.matching(), left, right);
        return binary.operator() == BinaryOperator.OR
                ? either(left, right, groups, budget)
                : filtered(left, right, groups, binary.operator() == BinaryOperator.AND, budget);
    }

    /** The left rows, where the right side has (or has not) a value in the same group. */
    private static Frame filtered(Frame left, Frame right, MatchGroups groups, boolean wanted, Budget budget)
            throws QueryException {
        Frame result = new Frame(left.rows(), left.steps(), budget);
        int[][] rightRows = groups.rightRows();
        for (int row = 0; row < left.rows(); row++) {
            int[] matches = rightRows[groups.ofLeft(row)];
            if (matches.length == 0 && wanted) {
                continue;
            }
            int copy = result.addCopy(left, row);
            for (int step = 0; step < left.steps(); step++) {
                if (anyPresent(right, matches, step) != wanted) {
                    result.cells()[result.offset(copy) + step] = Frame.ABSENT;
                }
            }
            budget.work(left.steps());
            if (result.isEmpty(copy)) {
                result.removeLastRow();
            }
        }
        return result;
    }

    /** All left rows, and the right ones where the left side has no value in the same group. */
    private static Frame either(Frame left, Frame right, MatchGroups groups, Budget budget) throws QueryException {
        Frame result = new Frame(left.rows() + right.rows(), left.steps(), budget);
        Map<Labels, Integer> rowsByLabels = new HashMap<>();
        for (int row = 0; row < left.rows(); row++) {
            rowsByLabels.put(left.labels(row), result.addCopy(left, row));
        }
        int[][] leftRows = groups.leftRows();
        for (int row = 0; row < right.rows(); row++) {
            int[] matches = leftRows[groups.ofRight(row)];
            Integer existing = rowsByLabels.get(right.labels(row));
            int before = result.rows();
            int target = existing != null && result.dropsName(existing) == right.dropsName(row)
                    ? existing
                    : result.addRow(right.labels(row), right.dropsName(row));
            for (int step = 0; step < left.steps(); step++) {
                double cell = right.cell(row, step);
                if (!Frame.isAbsent(cell) && !anyPresent(left, matches, step)) {
                    result.set(target, step, cell);
                }
            }
            budget.work(left.steps());
            if (target == before && result.isEmpty(target)) {
                result.removeLastRow();
            }
        }
        return result;
    }

    private static boolean anyPresent(Frame frame, int[] rows, int step) {
        for (int row : rows) {
            if (!Frame.isAbsent(frame.cell(row, step))) {
                return true;
            }
        }
        return false;
    }
}
