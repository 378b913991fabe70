package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import java.util.List;

/**
 * The samples of one series in the range of one step, where histograms are among the samples of the series.
 *
 * @param labels of the series, the metric's name among them
 * @param numbers those that are numbers, possibly none
 * @param histograms those that are histograms, in ascending time, possibly none
 */
public record MixedWindow(Labels labels, Window numbers, List<Sample> histograms) {
    /** A histogram and its time, milliseconds since the Unix epoch. */
    public record Sample(long timestampMillis, FloatHistogram histogram) {}

    /** Whether there are both numbers and histograms. */
    public boolean isMixed() {
        return numbers.size() > 0 && !histograms.isEmpty();
    }

    /** The histogram that is first. */
    public FloatHistogram first() {
        return histograms.get(0).histogram();
    }

    /** The histogram that is last. */
    public FloatHistogram last() {
        return histograms.get(histograms.size() - 1).histogram();
    }
}
