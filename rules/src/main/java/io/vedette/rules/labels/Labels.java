package io.vedette.rules.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A set of labels, sorted by name; a label with an empty value is the same as none and is never kept.
 *
 * <p>Immutable; safe for use by any thread. Names and values are compared by their Java {@code char}s.
 */
public final class Labels implements Comparable<Labels> {
    /** The label that holds the metric's name. */
    public static final String NAME = "__name__";

    /** The empty set. */
    public static final Labels EMPTY = new Labels(new String[0]);

    private final String[] namesAndValues;
    private final int hash;

    private Labels(String[] sortedNamesAndValues) {
        this.namesAndValues = sortedNamesAndValues;
        this.hash = Arrays.hashCode(sortedNamesAndValues);
    }

    /**
     * @param namesAndValues names and values in turn, in any order
     * @throws IllegalArgumentException if their number is odd or a name stands twice
     */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a label without a value: " + Arrays.toString(namesAndValues));
        }
        TreeMap<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (sorted.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new IllegalArgumentException("label " + namesAndValues[i] + " stands twice");
            }
        }
        return of(sorted);
    }

    /** The labels of a map. */
    public static Labels of(Map<String, String> labels) {
        SortedMap<String, String> sorted =
                labels instanceof SortedMap<String, String> s && s.comparator() == null ? s : new TreeMap<>(labels);
        List<String> flat = new ArrayList<>(2 * sorted.size());
        sorted.forEach((name, value) -> {
            if (!value.isEmpty()) {
                flat.add(name);
                flat.add(value);
            }
        });
        return flat.isEmpty() ? EMPTY : new Labels(flat.toArray(String[]::new));
    }

    /**
     * Labels that are known to be sorted by name, without an empty value or a name that stands twice. The array is
     * copied.
     *
     * @param length how many entries of the array count
     */
    public static Labels ofSorted(String[] namesAndValues, int length) {
        return length == 0 ? EMPTY : new Labels(Arrays.copyOf(namesAndValues, length));
    }

    /** Number of labels. */
    public int size() {
        return namesAndValues.length / 2;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return namesAndValues.length == 0;
    }

    /** Name of the label at a position, in order of names. */
    public String nameAt(int index) {
        return namesAndValues[2 * index];
    }

    /** Value of the label at a position, in order of names. */
    public String valueAt(int index) {
        return namesAndValues[2 * index + 1];
    }

    /** The value of a label, or the empty string if there is none of that name. */
    public String get(String name) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return namesAndValues[i + 1];
            }
        }
        return "";
    }

    /** Whether there is a label of that name. */
    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    /** The metric's name, or the empty string. */
    public String metric() {
        return get(NAME);
    }

    /** These labels with one set; an empty value takes it away. */
    public Labels with(String name, String value) {
        int at = 0;
        while (at < namesAndValues.length && namesAndValues[at].compareTo(name) < 0) {
            at += 2;
        }
        int behind = at < namesAndValues.length && namesAndValues[at].equals(name) ? at + 2 : at;
        int added = value.isEmpty() ? 0 : 2;
        String[] result = new String[at + added + namesAndValues.length - behind];
        System.arraycopy(namesAndValues, 0, result, 0, at);
        if (added > 0) {
            result[at] = name;
            result[at + 1] = value;
        }
        System.arraycopy(namesAndValues, behind, result, at + added, namesAndValues.length - behind);
        return result.length == 0 ? EMPTY : new Labels(result);
    }

    /** These labels and those of the other set, which win. */
    public Labels with(Labels other) {
        String[] left = namesAndValues;
        String[] right = other.namesAndValues;
        String[] merged = new String[left.length + right.length];
        int length = 0;
        int l = 0;
        int r = 0;
        while (l < left.length || r < right.length) {
            int order = l == left.length ? 1 : r == right.length ? -1 : left[l].compareTo(right[r]);
            String[] from = order < 0 ? left : right;
            int at = order < 0 ? l : r;
            merged[length++] = from[at];
            merged[length++] = from[at + 1];
            l += order <= 0 ? 2 : 0;
            r += order >= 0 ? 2 : 0;
        }
        return other.isEmpty() ? this : ofSorted(merged, length);
    }

    /** Only the labels whose names pass. */
    public Labels filter(Predicate<String> names) {
        String[] kept = new String[namesAndValues.length];
        int length = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (names.test(namesAndValues[i])) {
                kept[length++] = namesAndValues[i];
                kept[length++] = namesAndValues[i + 1];
            }
        }
        return length == namesAndValues.length ? this : ofSorted(kept, length);
    }

    /** Only the labels with these names. */
    public Labels keep(Collection<String> names) {
        return filter(names::contains);
    }

    /** Without the labels of these names. */
    public Labels without(Collection<String> names) {
        return filter(name -> !names.contains(name));
    }

    /** Without the metric's name. */
    public Labels withoutMetric() {
        return filter(name -> !name.equals(NAME));
    }

    /** Calls the consumer with each name and value, in order of names. */
    public void forEach(BiConsumer<String, String> consumer) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            consumer.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** A new modifiable map of the labels. */
    public TreeMap<String, String> toMap() {
        TreeMap<String, String> map = new TreeMap<>();
        forEach(map::put);
        return map;
    }

    /** By the first label that differs, names before values; of two sets of which one begins the other, the shorter. */
    @Override
    public int compareTo(Labels other) {
        int common = Math.min(namesAndValues.length, other.namesAndValues.length);
        for (int i = 0; i < common; i++) {
            int order = namesAndValues[i].compareTo(other.namesAndValues[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(namesAndValues.length, other.namesAndValues.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && hash == that.hash && Arrays.equals(namesAndValues, that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As PromQL writes it: {@code up{instance="a", job="b"}}. */
    /** As Go's Prometheus prints labels in its errors: <code>{__name__="up", job="node"}</code>. */
    public String inBraces() {
        return LabelsText.printInBraces(this);
    }

    @Override
    public String toString() {
        return LabelsText.print(this);
    }
}
