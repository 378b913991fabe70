package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.series.SampleBuffer;

/**
 * Ranges that reach from end to end: where there is no sample at an end, the one before stands for it
 * ({@code anchored}), or a line to the next ({@code smoothed}).
 */
public final class ExtendedRange {
    private ExtendedRange() {}

    /**
     * The change over a range, which needs no extrapolation.
     *
     * @param counter whether a fall is a reset to 0
     * @return {@link Frame#ABSENT} if no sample is in the range
     */
    public static double change(Window window, boolean counter) {
        int first = first(window);
        int last = last(window);
        if (window.timesMillis[last] <= window.startMillis) {
            return Frame.ABSENT;
        }
        double left = left(window, first, counter);
        double right = right(window, last, counter);
        double change = right - left;
        if (!counter) {
            return change;
        }
        int from = window.timesMillis[first] <= window.startMillis ? first + 1 : first;
        int to = window.timesMillis[last] >= window.endMillis ? last : last + 1;
        double before = left;
        for (int i = from; i < to; i++) {
            change += window.values[i] < before ? before : 0;
            before = window.values[i];
        }
        return right < before ? change + before : change;
    }

    /** The first sample that counts: the last one not after the start of the range, if there is one. */
    public static int first(Window window) {
        int first = window.from;
        while (first < window.to - 1 && window.timesMillis[first] <= window.startMillis) {
            first++;
        }
        return Math.max(window.from, first - 1);
    }

    /** The last sample that counts. */
    private static int last(Window window) {
        int last = window.to - 1;
        if (window.bounds == Bounds.SMOOTHED) {
            int found = window.from;
            while (found < last && window.timesMillis[found] < window.endMillis) {
                found++;
            }
            return found;
        }
        return last;
    }

    private static double left(Window window, int first, boolean counter) {
        return window.bounds == Bounds.SMOOTHED && window.timesMillis[first] < window.startMillis
                ? between(window, first, window.startMillis, counter)
                : window.values[first];
    }

    private static double right(Window window, int last, boolean counter) {
        return window.bounds == Bounds.SMOOTHED && last > window.from && window.timesMillis[last] > window.endMillis
                ? between(window, last - 1, window.endMillis, counter)
                : window.values[last];
    }

    /** On the line from a sample to the next; a counter that was reset rises from 0. */
    private static double between(Window window, int index, long millis, boolean counter) {
        double start = window.values[index];
        double end = window.values[index + 1];
        if (counter && end < start) {
            start = 0;
        }
        double share = (millis - window.timesMillis[index])
                / (double) (window.timesMillis[index + 1] - window.timesMillis[index]);
        return start + (end - start) * share;
    }

    /** The samples within a range, with one at each end. */
    static void samples(Window window, SampleBuffer into) {
        int first = first(window);
        int last = last(window);
        if (window.timesMillis[last] <= window.startMillis) {
            return;
        }
        into.add(window.startMillis, left(window, first, false));
        for (int i = first; i <= last; i++) {
            if (window.timesMillis[i] > window.startMillis && window.timesMillis[i] < window.endMillis) {
                into.add(window.timesMillis[i], window.values[i]);
            }
        }
        into.add(window.endMillis, right(window, last, false));
    }
}
