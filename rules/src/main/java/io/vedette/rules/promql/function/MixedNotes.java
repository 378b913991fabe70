package io.vedette.rules.promql.function;

import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.Span;
import io.vedette.rules.promql.eval.MixedWindow;
import io.vedette.rules.promql.eval.Notes;

/** What is said about ranges whose histograms don't fit a function, in Prometheus's words. */
final class MixedNotes {
    private MixedNotes() {}

    static void warnOfMix(MixedWindow window, Notes notes, Span about) {
        notes.warn("encountered a mix of histograms and floats for metric name " + metric(window), about);
    }

    static void warnOfSchemas(MixedWindow window, Notes notes, Span about) {
        notes.warn(
                "vector contains a mix of histograms with exponential and custom buckets schemas for metric name "
                        + metric(window),
                about);
    }

    static void warnNoCounter(MixedWindow window, Notes notes, Span about) {
        notes.warn("this native histogram metric is not a counter: " + metric(window), about);
    }

    static void warnNoGauge(MixedWindow window, Notes notes, Span about) {
        notes.warn("this native histogram metric is not a gauge: " + metric(window), about);
    }

    private static String metric(MixedWindow window) {
        return LabelNames.quote(window.labels().metric());
    }
}
