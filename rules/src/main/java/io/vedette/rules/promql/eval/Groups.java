package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rows of a frame an aggregation puts together. */
final class Groups {
    private final List<Labels> labels = new ArrayList<>();
    private final int[][] rows;

    Groups(Expr.Aggregate aggregate, Frame input) {
        String[] names = Aggregations.sortedLabels(aggregate);
        Map<Labels, Integer> ids = new HashMap<>();
        int[] idOfRow = new int[input.rows()];
        for (int row = 0; row < idOfRow.length; row++) {
            Labels key = Aggregations.groupLabels(aggregate, names, input.labels(row));
            Integer known = ids.putIfAbsent(key, labels.size());
            idOfRow[row] = known == null ? labels.size() : known;
            if (known == null) {
                labels.add(key);
            }
        }
        this.rows = invert(idOfRow, labels.size());
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
        return labels.get(group);
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
