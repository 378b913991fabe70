package io.vedette.rules.histogram;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** The buckets of one sign, by ascending index, empty ones possibly among them. Immutable. */
public final class BucketRow {
    /** No buckets. */
    public static final BucketRow EMPTY = new BucketRow(new int[0], new double[0]);

    private final int[] indexes;
    private final double[] counts;

    private BucketRow(int[] indexes, double[] counts) {
        this.indexes = indexes;
        this.counts = counts;
    }

    /** Buckets side by side, the first one with an index. */
    public static BucketRow of(int firstIndex, double... counts) {
        int[] indexes = new int[counts.length];
        Arrays.setAll(indexes, i -> firstIndex + i);
        return new BucketRow(indexes, counts.clone());
    }

    /** Buckets by their indexes. */
    public static BucketRow of(SortedMap<Integer, Double> buckets) {
        int[] indexes = new int[buckets.size()];
        double[] counts = new double[buckets.size()];
        int i = 0;
        for (Map.Entry<Integer, Double> bucket : buckets.entrySet()) {
            indexes[i] = bucket.getKey();
            counts[i++] = bucket.getValue();
        }
        return new BucketRow(indexes, counts);
    }

    /** Number of buckets, empty ones among them. */
    public int size() {
        return indexes.length;
    }

    /** The index of the n-th bucket. */
    public int index(int n) {
        return indexes[n];
    }

    /** The count of the n-th bucket. */
    public double count(int n) {
        return counts[n];
    }

    /** The count of the bucket with an index; 0 if there is none. */
    public double countAt(int index) {
        int found = Arrays.binarySearch(indexes, index);
        return found < 0 ? 0 : counts[found];
    }

    BucketRow map(DoubleUnaryOperator change) {
        return new BucketRow(indexes, Arrays.stream(counts).map(change).toArray());
    }

    /** The same observations in other buckets. */
    BucketRow reindexed(IntUnaryOperator newIndex) {
        TreeMap<Integer, Double> moved = new TreeMap<>();
        for (int i = 0; i < indexes.length; i++) {
            moved.merge(newIndex.applyAsInt(indexes[i]), counts[i], Double::sum);
        }
        return of(moved);
    }

    /** The sum (or with factor -1 the difference) of two rows. */
    BucketRow plus(BucketRow other, double factor) {
        TreeMap<Integer, Double> sum = new TreeMap<>();
        for (int i = 0; i < indexes.length; i++) {
            sum.put(indexes[i], counts[i]);
        }
        for (int i = 0; i < other.indexes.length; i++) {
            sum.merge(other.indexes[i], factor * other.counts[i], Double::sum);
        }
        return of(sum);
    }

    /** The row without buckets whose index is below. */
    BucketRow from(int lowestIndex) {
        int first = 0;
        while (first < indexes.length && indexes[first] < lowestIndex) {
            first++;
        }
        return first == 0
                ? this
                : new BucketRow(
                        Arrays.copyOfRange(indexes, first, indexes.length),
                        Arrays.copyOfRange(counts, first, counts.length));
    }

    /** The row without empty buckets. */
    BucketRow compacted() {
        int kept = 0;
        int[] keptIndexes = new int[indexes.length];
        double[] keptCounts = new double[counts.length];
        for (int i = 0; i < indexes.length; i++) {
            if (counts[i] != 0) {
                keptIndexes[kept] = indexes[i];
                keptCounts[kept++] = counts[i];
            }
        }
        return kept == indexes.length
                ? this
                : new BucketRow(Arrays.copyOf(keptIndexes, kept), Arrays.copyOf(keptCounts, kept));
    }

    /** Whether any bucket of an earlier row holds more than here. */
    boolean fellSince(BucketRow earlier) {
        for (int i = 0; i < earlier.indexes.length; i++) {
            if (countAt(earlier.indexes[i]) < earlier.counts[i]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketRow row
                && Arrays.equals(indexes, row.indexes)
                && Arrays.equals(counts, row.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indexes) + Arrays.hashCode(counts);
    }
}
