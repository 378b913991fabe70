package io.vedette.rules.promql.script;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation.Parsed;
import org.jspecify.annotations.Nullable;

/**
 * A value in a script: a number or a native histogram.
 *
 * @param number without meaning if there is a histogram
 */
record Point(double number, @Nullable Parsed histogram) {
    static Point of(double number) {
        return new Point(number, null);
    }

    @Nullable
    FloatHistogram value() {
        return histogram == null ? null : histogram.histogram();
    }

    @Override
    public String toString() {
        return histogram == null
                ? Double.toString(number)
                : histogram.histogram().toString();
    }
}
