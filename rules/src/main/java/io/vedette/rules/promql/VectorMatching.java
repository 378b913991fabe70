package io.vedette.rules.promql;

import java.util.List;

/**
 * Which elements of two vectors belong together.
 *
 * @param cardinality how many of each side may belong together
 * @param on whether only {@code labels} are compared, or all but those
 * @param labels the labels named after {@code on} or {@code ignoring}
 * @param include labels taken over from the side of which there is one
 */
public record VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {
    /** How many elements of each side may belong together. */
    public enum Cardinality {
        ONE_TO_ONE,
        /** {@code group_left}. */
        MANY_TO_ONE,
        /** {@code group_right}. */
        ONE_TO_MANY,
        /** The set operators. */
        MANY_TO_MANY
    }

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /** Whether many elements of one side may belong to one of the other. */
    public boolean isGrouped() {
        return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
    }

    /** The same with another cardinality. */
    VectorMatching with(Cardinality other) {
        return new VectorMatching(other, on, labels, include);
    }
}
