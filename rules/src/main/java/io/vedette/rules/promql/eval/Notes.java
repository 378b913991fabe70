package io.vedette.rules.promql.eval;

import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warnings and remarks of a query, each kept once. Bounded; not safe for use by several threads. */
public final class Notes {
    private static final int MOST = 1000;

    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> infos = new LinkedHashSet<>();
    private final Map<String, FallNote> falls = new LinkedHashMap<>();

    /** Something that makes the answer doubtful, with the place it is about. */
    public void warn(String message, Span about) {
        add(warnings, "PromQL warning: " + message, about);
    }

    /** A remark, with the place it is about. */
    public void inform(String message, Span about) {
        add(infos, "PromQL info: " + message, about);
    }

    /**
     * A remark that the counts of a histogram's buckets had to be raised, as they fell from one bucket to the next.
     * Such remarks of one metric are made one.
     *
     * @param fall the lowest and highest upper bound where that was done, by how much at the most, and when
     */
    public void informOfFall(String metric, Fall fall, Span about) {
        if (falls.size() < MOST || falls.containsKey(metric)) {
            falls.merge(metric, new FallNote(fall, fall.atMillis(), fall.atMillis(), 1, about), FallNote::plus);
        }
    }

    /**
     * How the counts of buckets fell.
     *
     * @param lowest upper bound of a bucket that held less than the one before
     * @param highest such bound
     * @param difference the largest
     * @param atMillis the time of it, since the Unix epoch
     */
    public record Fall(double lowest, double highest, double difference, long atMillis) {}

    private record FallNote(Fall fall, long fromMillis, long toMillis, int count, Span about) {
        FallNote plus(FallNote other) {
            Fall both = new Fall(
                    Math.min(fall.lowest, other.fall.lowest),
                    Math.max(fall.highest, other.fall.highest),
                    Math.max(fall.difference, other.fall.difference),
                    fall.atMillis);
            return new FallNote(
                    both,
                    Math.min(fromMillis, other.fromMillis),
                    Math.max(toMillis, other.toMillis),
                    count + other.count,
                    about);
        }

        String text(String metric) {
            return "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see"
                    + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                    + (metric.isEmpty() ? "" : " for metric name " + LabelNames.quote(metric))
                    + ", from buckets " + NumberText.general(fall.lowest) + " to " + NumberText.general(fall.highest)
                    + ", with a max diff of " + NumberText.general(rounded(fall.difference)) + ", over " + count
                    + " samples from " + Instant.ofEpochSecond(Math.floorDiv(fromMillis, 1000L)) + " to "
                    + Instant.ofEpochSecond(Math.floorDiv(toMillis, 1000L)) + " (" + about.position() + ")";
        }

        private static double rounded(double difference) {
            return Double.isInfinite(difference) || Double.isNaN(difference)
                    ? difference
                    : new BigDecimal(difference).round(new MathContext(2)).doubleValue();
        }
    }

    private static void add(Set<String> notes, String message, Span about) {
        if (notes.size() < MOST) {
            notes.add(message + " (" + about.position() + ")");
        }
    }

    /** The warnings in the order found. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The remarks in the order found. */
    public List<String> infos() {
        List<String> all = new ArrayList<>(infos);
        falls.forEach((metric, note) -> all.add(note.text(metric)));
        return all;
    }
}
