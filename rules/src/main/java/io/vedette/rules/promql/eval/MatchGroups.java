package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.VectorMatching;
import java.util.Arrays;

/** Which rows of two frames belong together, by the labels they are matched on. */
final class MatchGroups {
    private final LabelKeys keys;
    private final int[] leftIds;
    private final int[] rightIds;

    MatchGroups(VectorMatching matching, Frame left, Frame right) {
        this.keys = keys(matching);
        this.leftIds = ids(left);
        this.rightIds = ids(right);
    }

    private static LabelKeys keys(VectorMatching matching) {
        String[] names = matching.labels().toArray(String[]::new);
        if (matching.on()) {
            return new LabelKeys(names, true);
        }
        String[] ignored = Arrays.copyOf(names, names.length + 1);
        ignored[names.length] = Labels.NAME;
        return new LabelKeys(ignored, false);
    }

    private int[] ids(Frame frame) {
        int[] result = new int[frame.rows()];
        for (int row = 0; row < result.length; row++) {
            result[row] = keys.id(frame.labels(row));
        }
        return result;
    }

    /** Number of groups. */
    int count() {
        return keys.count();
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
