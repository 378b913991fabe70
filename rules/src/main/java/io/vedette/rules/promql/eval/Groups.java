package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import java.util.Arrays;

/** Which rows of a frame an aggregation puts together. */
final class Groups {
    private static final String[] METADATA = {Labels.NAME, "__type__", "__unit__"};

    private final LabelKeys keys;
    private final int[][] rows;

    Groups(Expr.Aggregate aggregate, Frame input) {
        this.keys = keys(aggregate);
        int[] idOfRow = new int[input.rows()];
        for (int row = 0; row < idOfRow.length; row++) {
            idOfRow[row] = keys.id(input.labels(row));
        }
        this.rows = invert(idOfRow, keys.count());
    }

    private static LabelKeys keys(Expr.Aggregate aggregate) {
        String[] names = aggregate.labels().toArray(String[]::new);
        if (!aggregate.without()) {
            return new LabelKeys(names, true);
        }
        String[] left = Arrays.copyOf(names, names.length + METADATA.length);
        System.arraycopy(METADATA, 0, left, names.length, METADATA.length);
        return new LabelKeys(left, false);
    }

    private static int[][] invert(int[] idOfRow, int count) {
        int[] sizes = new int[count];
        for (int id : idOfRow) {
            sizes[id]++;
        }
        int[][] rows = new int[count][];
        for (int id = 0; id < count; id++) {
            rows[id] = new int[sizes[id]];
        }
        Arrays.fill(sizes, 0);
        for (int row = 0; row < idOfRow.length; row++) {
            int id = idOfRow[row];
            rows[id][sizes[id]++] = row;
        }
        return rows;
    }

    int count() {
        return rows.length;
    }

    /** The rows of a group; at least one. */
    int[] rows(int group) {
        return rows[group];
    }

    /** The labels of a group. */
    Labels labels(int group) {
        return keys.labels(group);
    }

    /** Number of rows of the largest group. */
    int largest() {
        int largest = 0;
        for (int[] each : rows) {
            largest = Math.max(largest, each.length);
        }
        return largest;
    }

    /** A frame with a row without values for each group. */
    Frame emptyResult(Frame input, Budget budget) throws QueryException {
        Frame result = new Frame(count(), input.steps(), budget);
        for (int group = 0; group < count(); group++) {
            result.addRow(labels(group), input.dropsName(rows[group][0]));
        }
        return result;
    }
}
