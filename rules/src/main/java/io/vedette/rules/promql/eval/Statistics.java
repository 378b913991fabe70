package io.vedette.rules.promql.eval;

import java.util.Arrays;

/** Statistics of the first so many, or a stretch, of an array's numbers. Sums are compensated (Neumaier). */
public final class Statistics {
    private Statistics() {}

    /** A running sum with the part that its last digit could not hold. */
    static final class Sum {
        private double sum;
        private double rest;

        void add(double value) {
            double next = sum + value;
            if (Double.isInfinite(next)) {
                rest = 0;
            } else if (Math.abs(sum) >= Math.abs(value)) {
                rest += (sum - next) + value;
            } else {
                rest += (value - next) + sum;
            }
            sum = next;
        }

        /** The sum. */
        double value() {
            return Double.isInfinite(sum) ? sum : sum + rest;
        }
    }

    /** Their sum. */
    public static double sum(double[] values, int from, int to) {
        Sum sum = new Sum();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        return sum.value();
    }

    /** Their mean, of at least one; by the sum unless that overflows. */
    public static double mean(double[] values, int from, int to) {
        Sum sum = new Sum();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        int count = to - from;
        boolean overflown = Double.isInfinite(sum.sum) || Double.isNaN(sum.sum);
        return overflown ? runningMean(values, from, to) : sum.sum / count + sum.rest / count;
    }

    /** The mean found step by step, which does not overflow where the sum does. */
    private static double runningMean(double[] values, int from, int to) {
        Sum sum = new Sum();
        boolean running = false;
        for (int i = from; i < to; i++) {
            double count = i - from + 1;
            if (!running) {
                double before = sum.sum;
                double restBefore = sum.rest;
                sum.add(values[i]);
                if (!Double.isInfinite(sum.sum) || i == from) {
                    continue;
                }
                running = true;
                sum.sum = before / (count - 1);
                sum.rest = restBefore / (count - 1);
            }
            double share = (count - 1) / count;
            sum.sum *= share;
            sum.rest *= share;
            sum.add(values[i] / count);
        }
        return sum.sum + sum.rest;
    }

    /** Their variance, as of a whole population; of at least one. */
    public static double variance(double[] values, int from, int to) {
        Sum mean = new Sum();
        Sum squares = new Sum();
        double count = 0;
        for (int i = from; i < to; i++) {
            count++;
            double delta = values[i] - (mean.sum + mean.rest);
            mean.add(delta / count);
            squares.add(delta * (values[i] - (mean.sum + mean.rest)));
        }
        return (squares.sum + squares.rest) / count;
    }

    /**
     * A quantile of the first so many, interpolated; NaN counts as less than any number. The numbers are put in another
     * order.
     *
     * @param q from 0 to 1; below is negative infinity, above positive infinity, NaN is NaN
     */
    public static double quantile(double q, double[] values, int count) {
        if (count == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        Arrays.sort(values, 0, count);
        int nans = 0;
        while (nans < count && Double.isNaN(values[count - 1 - nans])) {
            nans++;
        }
        double rank = q * (count - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(count - 1, lower + 1);
        double weight = rank - lower;
        return nanFirst(values, lower, nans) * (1 - weight) + nanFirst(values, upper, nans) * weight;
    }

    /** Sorting puts NaN last; the rank counts it first. */
    private static double nanFirst(double[] sorted, int rank, int nans) {
        return rank < nans ? Double.NaN : sorted[rank - nans];
    }

    /**
     * A line through points.
     *
     * @param slope per second
     * @param intercept value at the time asked for
     */
    public record Line(double slope, double intercept) {}

    /** The line of least squares through the samples of a window, of which there are at least two. */
    public static Line regression(Window window, long interceptMillis) {
        Sum xs = new Sum();
        Sum ys = new Sum();
        Sum xys = new Sum();
        Sum xxs = new Sum();
        double first = window.values[window.from];
        boolean constant = true;
        for (int i = window.from; i < window.to; i++) {
            double x = (window.timesMillis[i] - interceptMillis) / 1000.0;
            double y = window.values[i];
            constant &= i == window.from || y == first;
            xs.add(x);
            ys.add(y);
            xys.add(x * y);
            xxs.add(x * x);
        }
        if (constant) {
            return Double.isInfinite(first) ? new Line(Double.NaN, Double.NaN) : new Line(0, first);
        }
        double count = window.size();
        double sumX = xs.sum + xs.rest;
        double sumY = ys.sum + ys.rest;
        double covariance = xys.sum + xys.rest - sumX * sumY / count;
        double variance = xxs.sum + xxs.rest - sumX * sumX / count;
        double slope = covariance / variance;
        return new Line(slope, sumY / count - slope * sumX / count);
    }
}
