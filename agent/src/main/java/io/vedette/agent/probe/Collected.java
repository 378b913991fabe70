package io.vedette.agent.probe;

/** The samples of one run of one probe. Immutable: nobody changes the arrays after construction. */
final class Collected {
    static final Collected NOTHING = new Collected(new Series[0], new double[0]);

    private final Series[] series;
    private final double[] values;

    Collected(Series[] series, double[] values) {
        this.series = series;
        this.values = values;
    }

    int size() {
        return series.length;
    }

    void forEach(Batch.SampleVisitor visitor) {
        for (int i = 0; i < series.length; i++) {
            visitor.sample(series[i], values[i]);
        }
    }
}
