package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.Alignment;
import io.vedette.rules.histogram.BucketRow;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import io.vedette.rules.histogram.HistogramSum;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.Span;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums and means of native histograms, with the remarks that go with them. */
public final class HistogramTotals {
    private final Notes notes;
    private final Span about;

    /**
     * Totals of what an expression evaluates to.
     *
     * @param about where the expression stands
     */
    public HistogramTotals(Notes notes, Span about) {
        this.notes = notes;
        this.about = about;
    }

    /**
     * Their sum, or mean; nothing if some have custom bounds and others have not.
     *
     * @param histograms at least one
     * @param metric the name of one of them, for the warning
     */
    public Optional<FloatHistogram> total(List<FloatHistogram> histograms, boolean mean, String metric) {
        Optional<FloatHistogram> sum = sum(histograms, metric);
        return sum.map(total -> {
            FloatHistogram result = mean ? total.dividedBy(histograms.size()) : total;
            boolean overflown = mean && (Double.isInfinite(total.sum()) || Double.isInfinite(total.count()));
            return (overflown ? runningMean(histograms) : result).compacted();
        });
    }

    private Optional<FloatHistogram> sum(List<FloatHistogram> histograms, String metric) {
        FloatHistogram total = histograms.get(0);
        boolean reconciled = false;
        for (FloatHistogram next : histograms.subList(1, histograms.size())) {
            Optional<HistogramSum> sum = HistogramSum.add(total, next);
            if (sum.isEmpty()) {
                notes.warn(
                        "vector contains a mix of histograms with exponential and custom buckets schemas for metric"
                                + " name " + LabelNames.quote(metric),
                        about);
                return Optional.empty();
            }
            reconciled |= sum.get().boundsReconciled();
            total = sum.get().result();
        }
        boolean resets = histograms.stream().anyMatch(each -> each.hint() == ResetHint.RESET);
        boolean others = histograms.stream().anyMatch(each -> each.hint() == ResetHint.NOT_RESET);
        if (resets && others) {
            notes.warn("conflicting counter resets during histogram aggregation", about);
        }
        if (reconciled) {
            notes.inform("mismatched custom buckets were reconciled during aggregation", about);
        }
        return Optional.of(histograms.size() > 2 ? compensated(histograms, total) : total);
    }

    /** The sum again, each part of it compensated for what its last digit can't hold. */
    private static FloatHistogram compensated(List<FloatHistogram> histograms, FloatHistogram total) {
        Statistics.Sum count = new Statistics.Sum();
        Statistics.Sum sum = new Statistics.Sum();
        Statistics.Sum zero = new Statistics.Sum();
        SortedMap<Integer, Statistics.Sum> positive = new TreeMap<>();
        SortedMap<Integer, Statistics.Sum> negative = new TreeMap<>();
        for (FloatHistogram histogram : histograms) {
            FloatHistogram aligned = Alignment.of(histogram, total).left();
            count.add(aligned.count());
            sum.add(aligned.sum());
            zero.add(aligned.zeroCount());
            add(aligned.positive(), positive);
            add(aligned.negative(), negative);
        }
        return total.toBuilder()
                .total(count.value(), sum.value())
                .zero(total.zeroThreshold(), zero.value())
                .buckets(row(positive), row(negative))
                .build();
    }

    private static void add(BucketRow row, SortedMap<Integer, Statistics.Sum> sums) {
        for (int i = 0; i < row.size(); i++) {
            sums.computeIfAbsent(row.index(i), index -> new Statistics.Sum()).add(row.count(i));
        }
    }

    private static BucketRow row(SortedMap<Integer, Statistics.Sum> sums) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        sums.forEach((index, sum) -> values.put(index, sum.value()));
        return BucketRow.of(values);
    }

    /** Found step by step, so that it does not overflow where the sum does. */
    private static FloatHistogram runningMean(List<FloatHistogram> histograms) {
        FloatHistogram mean = histograms.get(0);
        for (int i = 1; i < histograms.size(); i++) {
            double count = i + 1;
            Optional<HistogramSum> next = HistogramSum.add(
                    mean.times((count - 1) / count), histograms.get(i).dividedBy(count));
            mean = next.map(HistogramSum::result).orElse(mean);
        }
        return mean;
    }
}
