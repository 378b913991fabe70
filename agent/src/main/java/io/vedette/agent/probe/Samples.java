package io.vedette.agent.probe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the samples of one probe and keeps its series from run to run: a probe that measures the same things in the
 * same order makes no new objects here.
 *
 * <p>Used by one thread at a time.
 */
public final class Samples {
    /** More than any real node has for one probe; a probe gone wild is cut off here. */
    static final int MAX_SERIES = 50_000;

    private final Map<String, String> common;
    private final Map<Key, Known> known = new HashMap<>();
    private Known[] previous = new Known[0];
    private Series[] previousSeries = new Series[0];
    private Known[] current = new Known[64];
    private double[] values = new double[64];
    private int size;
    private int run;
    private long dropped;

    private record Key(Family family, List<String> labelValues) {}

    /** A series and the run in which it was last added. */
    private static final class Known {
        final Series series;
        int run;

        Known(Series series) {
            this.series = series;
        }
    }

    /** @param common labels that every series carries on the wire: {@code job}, {@code instance}, {@code cluster} */
    public Samples(Map<String, String> common) {
        this.common = Map.copyOf(common);
    }

    /** Adds a sample of a family without labels. */
    public void add(Family family, double value) {
        if (size < previous.length && previous[size].series.is(family)) {
            append(previous[size], value);
        } else {
            append(lookUp(family), value);
        }
    }

    /** Adds a sample of a family with one label. */
    public void add(Family family, double value, String label) {
        if (size < previous.length && previous[size].series.is(family, label)) {
            append(previous[size], value);
        } else {
            append(lookUp(family, label), value);
        }
    }

    /** Adds a sample of a family with two labels. */
    public void add(Family family, double value, String first, String second) {
        if (size < previous.length && previous[size].series.is(family, first, second)) {
            append(previous[size], value);
        } else {
            append(lookUp(family, first, second), value);
        }
    }

    /**
     * Adds a sample; label values stand in the order of the family's label names, an empty one leaves its label out.
     */
    public void add(Family family, double value, String... labels) {
        if (size < previous.length && previous[size].series.is(family, labels)) {
            append(previous[size], value);
        } else {
            append(lookUp(family, labels.clone()), value);
        }
    }

    /**
     * Adds a histogram.
     *
     * @param counts how many values fell into each bucket (not cumulative), the one without bound last
     * @param sum the sum of all values
     */
    public void histogram(HistogramFamily family, long[] counts, double sum, String... labels) {
        if (counts.length != family.upperBounds().size()) {
            throw new IllegalArgumentException(
                    family.bucket().name() + " has " + family.upperBounds().size() + " buckets, not " + counts.length);
        }
        String[] withBound = Arrays.copyOf(labels, labels.length + 1);
        long cumulative = 0;
        for (int i = 0; i < counts.length; i++) {
            cumulative += counts[i];
            withBound[labels.length] = family.upperBounds().get(i);
            add(family.bucket(), cumulative, withBound);
        }
        add(family.sum(), sum, labels);
        add(family.count(), cumulative, labels);
    }

    /** Samples refused since the start because their series was already there or the probe had too many. */
    public long dropped() {
        return dropped;
    }

    /** Number of series remembered. */
    int known() {
        return known.size();
    }

    /** Begins a run, forgetting what an earlier one left unfinished. */
    void begin() {
        size = 0;
        run++;
    }

    /** Ends a run and hands over what it gathered. */
    Collected finish() {
        if (previous.length != size || !Arrays.equals(previous, 0, size, current, 0, size)) {
            previous = Arrays.copyOf(current, size);
            previousSeries = new Series[size];
            Arrays.setAll(previousSeries, i -> previous[i].series);
            if (known.size() > 2 * size + 64) {
                known.values().removeIf(entry -> entry.run != run);
            }
        }
        return new Collected(previousSeries, Arrays.copyOf(values, size));
    }

    /** Finds a series that is not where it was in the last run. */
    private Known lookUp(Family family, String... labels) {
        if (labels.length != family.labelNames().size()) {
            throw new IllegalArgumentException(
                    family.metric() + " has labels " + family.labelNames() + ", not " + labels.length + " of them");
        }
        return known.computeIfAbsent(
                new Key(family, List.of(labels)), key -> new Known(new Series(family, labels, common)));
    }

    private void append(Known entry, double value) {
        if (entry.run == run || size >= MAX_SERIES) {
            dropped++;
            return;
        }
        entry.run = run;
        if (size == current.length) {
            current = Arrays.copyOf(current, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        current[size] = entry;
        values[size] = value;
        size++;
    }
}
