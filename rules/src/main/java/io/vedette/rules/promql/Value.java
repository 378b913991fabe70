package io.vedette.rules.promql;

import io.vedette.rules.labels.Labels;
import java.util.List;

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

    /** An element of a {@link Vector}. */
    record Point(Labels labels, double value) {}

    /** An element of a {@link Matrix}: times ascending, as many values as times. */
    record Row(Labels labels, long[] timestampsMillis, double[] values) {}
}
