package io.vedette.rules.promql.function;

import io.vedette.rules.histogram.BucketRow;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import io.vedette.rules.histogram.HistogramSum;
import io.vedette.rules.histogram.ResetDetection;
import io.vedette.rules.promql.Span;
import io.vedette.rules.promql.eval.MixedRangeFunction.Answer;
import io.vedette.rules.promql.eval.MixedWindow;
import io.vedette.rules.promql.eval.Notes;
import io.vedette.rules.promql.eval.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much counters and gauges change over a range that has native histograms in it. */
final class MixedRates {
    private final Notes notes;
    private final Span about;

    MixedRates(Notes notes, Span about) {
        this.notes = notes;
        this.about = about;
    }

    /** The change over a range, for each second or in all. */
    @Nullable
    Answer change(MixedWindow window, boolean counter, boolean perSecond) {
        if (window.isMixed()) {
            MixedNotes.warnOfMix(window, notes, about);
            return null;
        }
        List<MixedWindow.Sample> samples = window.histograms();
        if (samples.isEmpty()) {
            return Answer.number(RateFunctions.change(window.numbers(), counter, perSecond));
        }
        if (samples.size() < 2) {
            return null;
        }
        noteKind(window, samples, counter);
        FloatHistogram change = counter ? increase(window, samples) : difference(window, window.first(), window.last());
        if (change == null) {
            return null;
        }
        double first = window.first().count();
        double factor = RateFunctions.extrapolation(
                window.numbers(),
                samples.get(0).timestampMillis(),
                samples.get(samples.size() - 1).timestampMillis(),
                samples.size(),
                counter && change.count() > 0 && first >= 0 ? first / change.count() : Double.POSITIVE_INFINITY);
        double seconds = window.numbers().rangeSeconds();
        return Answer.histogram(
                change.withHint(ResetHint.GAUGE).compacted().times(perSecond ? factor / seconds : factor));
    }

    private void noteKind(MixedWindow window, List<MixedWindow.Sample> samples, boolean counter) {
        boolean ends = window.first().hint() == ResetHint.GAUGE && window.last().hint() == ResetHint.GAUGE;
        if (counter && samples.stream().anyMatch(each -> each.histogram().hint() == ResetHint.GAUGE)) {
            MixedNotes.warnNoCounter(window, notes, about);
        } else if (!counter && !ends) {
            MixedNotes.warnNoGauge(window, notes, about);
        }
    }

    /** The change of a counter, what it stood at before each reset added. */
    private @Nullable FloatHistogram increase(MixedWindow window, List<MixedWindow.Sample> samples) {
        FloatHistogram before = window.first();
        FloatHistogram second = samples.get(1).histogram();
        if (ResetDetection.wasReset(before, second)) {
            // What the first sample was does not count, nor do its buckets.
            before = second.toBuilder()
                    .total(0, 0)
                    .zero(0, 0)
                    .buckets(BucketRow.EMPTY, BucketRow.EMPTY)
                    .hint(ResetHint.UNKNOWN)
                    .build();
        }
        FloatHistogram change = difference(window, before, window.last());
        for (int i = 1; i < samples.size() && change != null; i++) {
            FloatHistogram now = samples.get(i).histogram();
            if (now.isCustom() != window.last().isCustom()) {
                MixedNotes.warnOfSchemas(window, notes, about);
                return null;
            }
            if (ResetDetection.wasReset(before, now)) {
                change = combined(window, HistogramSum.add(change, before), "addition");
            }
            before = now;
        }
        return change;
    }

    private @Nullable FloatHistogram difference(MixedWindow window, FloatHistogram first, FloatHistogram last) {
        return combined(window, HistogramSum.subtract(last, first), "subtraction");
    }

    private @Nullable FloatHistogram combined(MixedWindow window, Optional<HistogramSum> sum, String operation) {
        if (sum.isEmpty()) {
            MixedNotes.warnOfSchemas(window, notes, about);
            return null;
        }
        if (sum.get().boundsReconciled()) {
            notes.inform("mismatched custom buckets were reconciled during " + operation, about);
        }
        return sum.get().result();
    }

    /** A sample of either kind. */
    private record Sample(
            long millis, double number, @Nullable FloatHistogram histogram) {}

    private static List<Sample> samples(MixedWindow window) {
        List<Sample> all = new ArrayList<>();
        Window numbers = window.numbers();
        for (int i = numbers.from; i < numbers.to; i++) {
            all.add(new Sample(numbers.timesMillis[i], numbers.values[i], null));
        }
        window.histograms().forEach(each -> all.add(new Sample(each.timestampMillis(), 0, each.histogram())));
        all.sort(Comparator.comparingLong(Sample::millis));
        return all;
    }

    /** How often the value changed, or was reset. */
    static @Nullable Answer count(MixedWindow window, boolean resets) {
        List<Sample> all = samples(window);
        int count = 0;
        for (int i = 1; i < all.size(); i++) {
            count += differs(all.get(i - 1), all.get(i), resets) ? 1 : 0;
        }
        return Answer.number(count);
    }

    private static boolean differs(Sample before, Sample now, boolean resets) {
        FloatHistogram a = before.histogram();
        FloatHistogram b = now.histogram();
        if (a != null && b != null) {
            return resets ? ResetDetection.wasReset(a, b) : !a.equals(b);
        }
        if (a != null || b != null) {
            return true;
        }
        boolean bothNaN = Double.isNaN(before.number()) && Double.isNaN(now.number());
        return resets ? now.number() < before.number() : now.number() != before.number() && !bothNaN;
    }

    /** The change between the last two samples. */
    @Nullable
    Answer last(MixedWindow window, boolean rate) {
        List<Sample> all = samples(window);
        if (all.size() < 2) {
            return null;
        }
        Sample before = all.get(all.size() - 2);
        Sample now = all.get(all.size() - 1);
        FloatHistogram a = before.histogram();
        FloatHistogram b = now.histogram();
        double seconds = (now.millis() - before.millis()) / 1000.0;
        if (a == null && b == null) {
            double change = rate && now.number() < before.number() ? now.number() : now.number() - before.number();
            return Answer.number(rate ? change / seconds : change);
        }
        if (a == null || b == null) {
            MixedNotes.warnOfMix(window, notes, about);
            return null;
        }
        boolean anyGauge = a.hint() == ResetHint.GAUGE || b.hint() == ResetHint.GAUGE;
        boolean bothGauges = a.hint() == ResetHint.GAUGE && b.hint() == ResetHint.GAUGE;
        if (rate && anyGauge) {
            MixedNotes.warnNoCounter(window, notes, about);
        } else if (!rate && !bothGauges) {
            MixedNotes.warnNoGauge(window, notes, about);
        }
        FloatHistogram change = rate && ResetDetection.wasReset(a, b) ? b : difference(window, a, b);
        if (change == null) {
            return null;
        }
        FloatHistogram gauge = change.withHint(ResetHint.GAUGE).compacted();
        return Answer.histogram(rate ? gauge.dividedBy(seconds) : gauge);
    }
}
