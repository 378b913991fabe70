package io.vedette.deploy.benchmark;

import io.vedette.rules.labels.Labels;

/** A series whose values are made up: the same in every run, and going as real ones go. Immutable. */
final class MadeUpSeries implements LoadedSeries {
    /** How values go. */
    enum Kind {
        /** Upwards, in steps that scatter about a mean. */
        COUNTER,
        /** Up and down. */
        GAUGE,
        /** Not at all. */
        CONSTANT
    }

    private static final double[] SCALES = {1, 10, 100, 10_000, 1e6, 4e9};

    private final Labels labels;
    private final Kind kind;
    private final long seed;
    /** Of a counter: its mean step. Of the others: its size. */
    private final double scale;
    /** Values are multiples of one over this. */
    private final double resolution;

    private final byte[] encodedLabels;

    /**
     * @param weight how much faster than others of its kind a counter goes: a bucket counts what smaller ones do, too
     */
    MadeUpSeries(Labels labels, Kind kind, int weight) {
        this.labels = labels;
        this.kind = kind;
        String metric = labels.metric();
        this.seed = mixed(labels.withoutMetric().hashCode() * 31L + metric.hashCode());
        long ofMetric = mixed(metric.hashCode());
        boolean seconds = metric.contains("seconds") || metric.contains("ratio");
        this.scale = kind == Kind.COUNTER
                ? (double) weight * (1 + Math.floorMod(seed, metric.contains("bytes") ? 100_000 : 500))
                : seconds ? 10 : SCALES[(int) Math.floorMod(ofMetric, SCALES.length)];
        this.resolution = seconds ? 100 : scale < 1000 && ofMetric % 2 == 0 ? 1000 : 1;
        this.encodedLabels = LoadedSeries.encode(labels);
    }

    /** What the endings of its name, as Prometheus advises them, tell of a metric. */
    static Kind kindOf(String metric) {
        if (metric.matches(".*_(total|count|sum|bucket)")) {
            return Kind.COUNTER;
        }
        return metric.matches("up|.*_(info|up|success|size_bytes|limit|max|total_bytes)") ? Kind.CONSTANT : Kind.GAUGE;
    }

    Labels labels() {
        return labels;
    }

    @Override
    public double value(int cycle) {
        double noise = (mixed(seed + cycle) >>> 11) * 0x1.0p-53;
        double value = switch (kind) {
            case COUNTER -> Math.floorMod(seed, 1_000_000) + Math.floor(scale * (cycle + noise));
            case GAUGE -> scale * (0.5 + 0.3 * Math.sin(cycle / 40.0 + seed % 100) + 0.05 * noise);
            case CONSTANT -> scale < 10 ? 1 : scale;
        };
        return Math.rint(value * (kind == Kind.COUNTER ? 1 : resolution)) / resolution;
    }

    /** SplitMix64's finish: neighbours come to have nothing to do with each other. */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    @Override
    public byte[] encodedLabels() {
        return encodedLabels;
    }
}
