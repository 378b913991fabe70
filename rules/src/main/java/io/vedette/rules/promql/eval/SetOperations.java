package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        GroupPresence presence = new GroupPresence(right, groups.rightRows());
        for (int row = 0; row < left.rows(); row++) {
            BitSet present = presence.of(groups.ofLeft(row));
            if (present.isEmpty() && wanted) {
                continue;
            }
            int copy = result.addCopy(left, row);
            for (int step = 0; step < left.steps(); step++) {
                if (present.get(step) != wanted) {
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
        GroupPresence presence = new GroupPresence(left, groups.leftRows());
        for (int row = 0; row < right.rows(); row++) {
            BitSet present = presence.of(groups.ofRight(row));
            Integer existing = rowsByLabels.get(right.labels(row));
            int before = result.rows();
            int target = existing != null && result.dropsName(existing) == right.dropsName(row)
                    ? existing
                    : result.addRow(right.labels(row), right.dropsName(row));
            for (int step = 0; step < left.steps(); step++) {
                if (!present.get(step)) {
                    result.setFrom(right, row, target, step);
                }
            }
            budget.work(left.steps());
            if (target == before && result.isEmpty(target)) {
                result.removeLastRow();
            }
        }
        return result;
    }

    /** At which steps any row of a group has a value; found out once for each group that is asked for. */
    private static final class GroupPresence {
        private final Frame frame;
        private final int[][] rows;
        private final @Nullable BitSet[] known;

        GroupPresence(Frame frame, int[][] rows) {
            this.frame = frame;
            this.rows = rows;
            this.known = new BitSet[rows.length];
        }

        BitSet of(int group) {
            BitSet present = known[group];
            if (present == null) {
                present = new BitSet(frame.steps());
                for (int row : rows[group]) {
                    for (int step = present.nextClearBit(0);
                            step < frame.steps();
                            step = present.nextClearBit(step + 1)) {
                        if (!Frame.isAbsent(frame.cell(row, step))) {
                            present.set(step);
                        }
                    }
                }
                known[group] = present;
            }
            return present;
        }
    }
}
