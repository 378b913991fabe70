package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.StaleMarker;

/** Instant vectors whose values lie on the line from the sample before a time to the one after. */
final class SmoothedValues {
    private SmoothedValues() {}

    /** Fills a row; whether there is any value. */
    static boolean fill(Frame frame, int row, SampleBuffer samples, Geometry geometry, Steps steps, long lookback)
            throws QueryException {
        if (samples.hasHistograms()) {
            throw new QueryException(
                    Kind.EXECUTION, "smoothed and anchored modifiers do not work with native histograms");
        }
        samples.removeStaleMarkers();
        boolean any = false;
        int next = 0;
        for (int step = 0; step < steps.count(); step++) {
            long at = geometry.end(steps, step);
            while (next < samples.size() && samples.timestampMillis(next) <= at) {
                next++;
            }
            double value = valueAt(at, samples, next, lookback);
            frame.cells()[frame.offset(row) + step] = value;
            any |= !StaleMarker.is(value);
        }
        return any;
    }

    private static double valueAt(long at, SampleBuffer samples, int next, long lookback) {
        if (next == 0 || samples.timestampMillis(next - 1) <= at - lookback) {
            return Frame.ABSENT;
        }
        long before = samples.timestampMillis(next - 1);
        double value = samples.value(next - 1);
        if (before == at || next == samples.size() || samples.timestampMillis(next) > at + lookback) {
            return value;
        }
        double share = (at - before) / (double) (samples.timestampMillis(next) - before);
        return value + (samples.value(next) - value) * share;
    }
}
