package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import java.util.Arrays;

/**
 * Numbers sets of labels by what is left of them when only some names count. The sets that are left are not made for
 * that: a query has many rows and few groups.
 *
 * <p>Not safe for use by several threads.
 */
final class LabelKeys {
    private static final int FIRST_ROOM = 16;

    private final String[] names;
    private final boolean kept;
    private Labels[] examples = new Labels[FIRST_ROOM];
    private int[] hashes = new int[FIRST_ROOM];
    /** Numbers plus 1 at places given by hash, 0 where there is none; a power of two long, at most half full. */
    private int[] table = new int[2 * FIRST_ROOM];

    private int count;

    /**
     * @param names that count, or that don't
     * @param kept whether only these names count, rather than all but these
     */
    LabelKeys(String[] names, boolean kept) {
        this.names = names;
        this.kept = kept;
    }

    /** How many numbers have been given. */
    int count() {
        return count;
    }

    /** The number of the labels that count; the next new one if they were not met before. */
    int id(Labels labels) {
        int hash = hash(labels);
        int slot = slot(hash);
        for (int id = table[slot] - 1; id >= 0; id = table[slot] - 1) {
            if (hashes[id] == hash && isSame(labels, examples[id])) {
                return id;
            }
            slot = slot + 1 & table.length - 1;
        }
        return add(labels, hash, slot);
    }

    private int add(Labels labels, int hash, int slot) {
        if (count == examples.length) {
            examples = Arrays.copyOf(examples, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        examples[count] = labels;
        hashes[count] = hash;
        table[slot] = ++count;
        if (2 * count > table.length) {
            rehash();
        }
        return count - 1;
    }

    private void rehash() {
        table = new int[2 * table.length];
        for (int id = 0; id < count; id++) {
            int slot = slot(hashes[id]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = id + 1;
        }
    }

    private int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> 32 - Integer.numberOfTrailingZeros(table.length);
    }

    /** The labels that count, of which this is the number. */
    Labels labels(int id) {
        return examples[id].filter(this::counts);
    }

    private boolean counts(String name) {
        for (String each : names) {
            if (each.equals(name)) {
                return kept;
            }
        }
        return !kept;
    }

    private int hash(Labels labels) {
        int hash = 1;
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.nameAt(i);
            if (counts(name)) {
                hash = 31 * (31 * hash + name.hashCode()) + labels.valueAt(i).hashCode();
            }
        }
        return hash;
    }

    private boolean isSame(Labels left, Labels right) {
        int l = next(left, 0);
        int r = next(right, 0);
        while (l < left.size() && r < right.size()) {
            if (!left.nameAt(l).equals(right.nameAt(r)) || !left.valueAt(l).equals(right.valueAt(r))) {
                return false;
            }
            l = next(left, l + 1);
            r = next(right, r + 1);
        }
        return l == left.size() && r == right.size();
    }

    /** The first label from a place on that counts; behind the last if none does. */
    private int next(Labels labels, int from) {
        int at = from;
        while (at < labels.size() && !counts(labels.nameAt(at))) {
            at++;
        }
        return at;
    }
}
