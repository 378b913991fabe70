package io.vedette.rules.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of two vectors belong together.
 *
 * @param cardinality how many of each side may belong together
 * @param on whether only {@code labels} are compared, or all but those
 * @param labels the labels named after {@code on} or {@code ignoring}
 * @param include labels taken over from the side of which there is one
 * @param fillLeft the value of an element missing on the left side; null if a missing one drops its partner
 * @param fillRight the same for the right side
 */
public record VectorMatching(
        Cardinality cardinality,
        boolean on,
        List<String> labels,
        List<String> include,
        @Nullable Double fillLeft,
        @Nullable Double fillRight) {
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

    /** Matching that drops elements without a partner. */
    public VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {
        this(cardinality, on, labels, include, null, null);
    }

    /** Whether many elements of one side may belong to one of the other. */
    public boolean isGrouped() {
        return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
    }

    /** Whether elements without a partner get one. */
    public boolean fills() {
        return fillLeft != null || fillRight != null;
    }

    /** The same with another cardinality. */
    VectorMatching with(Cardinality other) {
        return new VectorMatching(other, on, labels, include, fillLeft, fillRight);
    }

    /** The same with values for elements that are missing. */
    VectorMatching filling(@Nullable Double left, @Nullable Double right) {
        return new VectorMatching(cardinality, on, labels, include, left, right);
    }
}
