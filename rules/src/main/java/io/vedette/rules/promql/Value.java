package io.vedette.rules.promql;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query evaluates to. Times are milliseconds since the Unix epoch. */
public sealed interface Value {
    /** The type of the value. */
    ValueType type();

    /** A number at a time. */
    record Scalar(long timestampMillis, double value) implements Value {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    /** A text at a time. */
    record Text(long timestampMillis, String value) implements Value {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /** One sample for each of several series, all at one time. */
    record Vector(long timestampMillis, List<Point> points) implements Value {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /** Several samples for each of several series. */
    record Matrix(List<Row> rows) implements Value {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /**
     * An element of a {@link Vector}.
     *
     * @param value the number; a NaN if it is a histogram
     * @param histogram the native histogram; null if it is a number
     */
    record Point(Labels labels, double value, @Nullable FloatHistogram histogram) {
        /** An element that is a number. */
        public Point(Labels labels, double value) {
            this(labels, value, null);
        }
    }

    /**
     * An element of a {@link Matrix}: times ascending, as many values as times.
     *
     * @param histograms native histograms, each in the place of its time; null if all values are numbers
     */
    record Row(
            Labels labels,
            long[] timestampsMillis,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        /** A row of numbers. */
        public Row(Labels labels, long[] timestampsMillis, double[] values) {
            this(labels, timestampsMillis, values, null);
        }

        /** The histogram in a place; null if the value there is a number. */
        public @Nullable FloatHistogram histogram(int index) {
            return histograms == null ? null : histograms[index];
        }
    }
}
