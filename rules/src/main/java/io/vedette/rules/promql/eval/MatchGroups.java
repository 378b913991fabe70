package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.VectorMatching;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which rows of two frames belong together, by the labels they are matched on. */
final class MatchGroups {
    private final boolean on;
    private final Set<String> names;
    private final Map<Labels, Integer> ids = new HashMap<>();
    private final int[] leftIds;
    private final int[] rightIds;

    MatchGroups(VectorMatching matching, Frame left, Frame right) {
        this.on = matching.on();
        this.names = new HashSet<>(matching.labels());
        this.leftIds = ids(left);
        this.rightIds = ids(right);
    }

    private int[] ids(Frame frame) {
        int[] result = new int[frame.rows()];
        for (int row = 0; row < result.length; row++) {
            Labels key = key(frame.labels(row));
            Integer known = ids.putIfAbsent(key, ids.size());
            result[row] = known == null ? ids.size() - 1 : known;
        }
        return result;
    }

    /** The labels that a row is matched on. */
    Labels key(Labels labels) {
        return on
                ? labels.filter(names::contains)
                : labels.filter(name -> !name.equals(Labels.NAME) && !names.contains(name));
    }

    /** Number of groups. */
    int count() {
        return ids.size();
    }

    /** The group of a row of the left frame. */
    int ofLeft(int row) {
        return leftIds[row];
    }

    /** The group of a row of the right frame. */
    int ofRight(int row) {
        return rightIds[row];
    }

    /** For each group, its rows of the left frame. */
    int[][] leftRows() {
        return rows(leftIds);
    }

    /** For each group, its rows of the right frame. */
    int[][] rightRows() {
        return rows(rightIds);
    }

    private int[][] rows(int[] idOfRow) {
        int[] sizes = new int[count()];
        for (int id : idOfRow) {
            sizes[id]++;
        }
        int[][] rows = new int[count()][];
        for (int id = 0; id < rows.length; id++) {
            rows[id] = new int[sizes[id]];
        }
        Arrays.fill(sizes, 0);
        for (int row = 0; row < idOfRow.length; row++) {
            int id = idOfRow[row];
            rows[id][sizes[id]++] = row;
        }
        return rows;
    }
}
