package io.vedette.rules.promql.function;

import java.util.Arrays;
import java.util.Comparator;

/** Cumulative buckets of one histogram at one time; used again for the next. Not safe for use by several threads. */
final class Buckets {
    /** Counts that differ by a smaller share of their sum are the same but for the rounding of sums. */
    private static final double TOLERANCE = 1e-12;

    private double[] bounds;
    private double[] counts;
    private int size;
    private boolean forced;
    private double lowestForced;
    private double highestForced;
    private double largestFall;

    Buckets(int room) {
        this.bounds = new double[room];
        this.counts = new double[room];
    }

    void clear() {
        size = 0;
        forced = false;
    }

    void add(double upperBound, double count) {
        bounds[size] = upperBound;
        counts[size++] = count;
    }

    int size() {
        return size;
    }

    /** Whether counts had to be raised for the last quantile, as they fell from one bucket to the next. */
    boolean wasForced() {
        return forced;
    }

    /** The lowest upper bound of a bucket whose count had to be raised. */
    double lowestForced() {
        return lowestForced;
    }

    /** The highest such bound. */
    double highestForced() {
        return highestForced;
    }

    /** By how much counts had to be raised at the most. */
    double largestFall() {
        return largestFall;
    }

    /**
     * A quantile, on the assumption that observations are spread evenly in each bucket and that none is negative if the
     * first upper bound is positive.
     */
    double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!sortAndMerge()) {
            return Double.NaN;
        }
        makeMonotonic();
        double observations = counts[size - 1];
        if (size < 2 || observations == 0) {
            return Double.NaN;
        }
        double rank = q * observations;
        int found = 0;
        while (found < size - 1 && !(counts[found] >= rank)) {
            found++;
        }
        if (found == size - 1) {
            return bounds[size - 2];
        }
        if (found == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = found == 0 ? 0 : bounds[found - 1];
        double before = found == 0 ? 0 : counts[found - 1];
        return start + (bounds[found] - start) * ((rank - before) / (counts[found] - before));
    }

    /** The share of observations between two bounds. */
    double fraction(double lower, double upper) {
        if (!sortAndMerge()) {
            return Double.NaN;
        }
        double observations = counts[size - 1];
        if (observations == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        return lower >= upper ? 0 : (rank(upper, observations) - rank(lower, observations)) / observations;
    }

    /** How many observations are below a value. */
    private double rank(double value, double observations) {
        double before = 0;
        for (int i = 0; i < size; i++) {
            double start = i > 0 ? bounds[i - 1] : bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
            if (start >= value) {
                return Math.min(before, observations);
            }
            if (bounds[i] > value) {
                double share = Double.isInfinite(start) ? 1 : (value - start) / (bounds[i] - start);
                return Math.min(before + (counts[i] - before) * share, observations);
            }
            before = counts[i];
        }
        return observations;
    }

    /** Sorts by upper bound and adds equal ones up; whether the last is infinite, as it has to be. */
    private boolean sortAndMerge() {
        boolean sorted = true;
        for (int i = 1; i < size; i++) {
            sorted &= bounds[i - 1] < bounds[i];
        }
        if (!sorted) {
            sort();
            int kept = 0;
            for (int i = 1; i < size; i++) {
                if (bounds[i] == bounds[kept]) {
                    counts[kept] += counts[i];
                } else {
                    kept++;
                    bounds[kept] = bounds[i];
                    counts[kept] = counts[i];
                }
            }
            size = kept + 1;
        }
        return bounds[size - 1] == Double.POSITIVE_INFINITY;
    }

    private void sort() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> bounds[i]));
        double[] sortedBounds = new double[bounds.length];
        double[] sortedCounts = new double[bounds.length];
        for (int i = 0; i < size; i++) {
            sortedBounds[i] = bounds[order[i]];
            sortedCounts[i] = counts[order[i]];
        }
        bounds = sortedBounds;
        counts = sortedCounts;
    }

    /** Undoes falls from one bucket to the next; tiny ones silently, and tiny rises too. */
    private void makeMonotonic() {
        lowestForced = Double.POSITIVE_INFINITY;
        highestForced = Double.NEGATIVE_INFINITY;
        largestFall = 0;
        double before = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (count != before && isRounding(before, count)) {
                counts[i] = before;
            } else if (count < before) {
                counts[i] = before;
                forced = true;
                lowestForced = Math.min(lowestForced, bounds[i]);
                highestForced = Math.max(highestForced, bounds[i]);
                largestFall = Math.max(largestFall, before - count);
            } else {
                before = count;
            }
        }
    }

    private static boolean isRounding(double a, double b) {
        double sum = Math.abs(a) + Math.abs(b);
        return a != 0 && b != 0 && Math.abs(a - b) / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }
}
