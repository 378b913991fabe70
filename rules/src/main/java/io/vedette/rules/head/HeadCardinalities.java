package io.vedette.rules.head;

import java.util.Comparator;
import java.util.List;

/** What a {@link Head} has most of, each list with the largest first. */
public record HeadCardinalities(List<Count> seriesByMetric, List<Count> valuesByLabel, List<Count> seriesByPair) {
    public HeadCardinalities {
        seriesByMetric = List.copyOf(seriesByMetric);
        valuesByLabel = List.copyOf(valuesByLabel);
        seriesByPair = List.copyOf(seriesByPair);
    }

    /** A metric's or label's name, or {@code label=value}, and how many there are. The largest come first. */
    public record Count(String name, int count) implements Comparable<Count> {
        private static final Comparator<Count> ORDER =
                Comparator.comparingInt(Count::count).reversed().thenComparing(Count::name);

        @Override
        public int compareTo(Count other) {
            return ORDER.compare(this, other);
        }
    }
}
