package io.vedette.rules.promql.function;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.series.SampleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The histograms of a vector, classic ones (a counter for each bucket, told apart by the label {@code le}) and native
 * ones. Not safe for use by several threads.
 */
final class HistogramVector {
    private static final String UPPER_BOUND = "le";

    private final Expr argument;
    private final Evaluator evaluator;
    private final Steps steps;
    private final Frame frame;
    private final Map<Labels, Rows> histograms = new LinkedHashMap<>();

    /** Rows of one histogram: classic buckets with their upper bounds, and the row with native ones or -1. */
    private static final class Rows {
        private final List<Integer> buckets = new ArrayList<>();
        private final List<Double> bounds = new ArrayList<>();
        private int nativeRow = -1;
    }

    /** Makes a number of a histogram. */
    interface Function {
        double ofClassic(Buckets buckets, Labels labels, int step);

        double ofNative(FloatHistogram histogram, Labels labels, int step);
    }

    /** Names the series of an answer. */
    interface Naming {
        Labels name(Labels labels, int step);
    }

    HistogramVector(Expr argument, Evaluator evaluator, Steps steps) throws QueryException {
        this.argument = argument;
        this.evaluator = evaluator;
        this.steps = steps;
        this.frame = evaluator.vector(argument, steps);
        for (int row = 0; row < frame.rows(); row++) {
            add(row);
        }
    }

    private void add(int row) {
        Labels labels = frame.labels(row);
        boolean numbers = !frame.hasHistograms() && !frame.isEmpty(row);
        boolean natives = false;
        for (int step = 0; frame.hasHistograms() && step < frame.steps(); step++) {
            double cell = frame.cell(row, step);
            natives |= SampleBuffer.isHistogram(cell);
            numbers |= !Frame.isAbsent(cell) && !SampleBuffer.isHistogram(cell);
        }
        if (natives) {
            histograms.computeIfAbsent(labels, key -> new Rows()).nativeRow = row;
        }
        double bound = numbers ? bound(labels) : Double.NaN;
        if (!Double.isNaN(bound)) {
            Rows rows = histograms.computeIfAbsent(labels.filter(name -> !name.equals(UPPER_BOUND)), key -> new Rows());
            rows.buckets.add(row);
            rows.bounds.add(bound);
        }
    }

    /** The upper bound of a bucket; NaN, with a warning, if there is none. */
    private double bound(Labels labels) {
        String text = labels.get(UPPER_BOUND);
        double bound = NumberText.parseOrNaN(text);
        if (Double.isNaN(bound)) {
            evaluator
                    .notes()
                    .warn(
                            "bucket label \"le\" is missing or has a malformed value of " + LabelNames.quote(text)
                                    + forMetric(labels),
                            argument.span());
        }
        return bound;
    }

    static String forMetric(Labels labels) {
        String name = labels.metric();
        return name.isEmpty() ? "" : " for metric name " + LabelNames.quote(name);
    }

    /** A row of numbers for each histogram, added to a frame. */
    void apply(Function function, Naming naming, Frame result) throws QueryException {
        Map<Labels, Integer> rowsByLabels = new LinkedHashMap<>();
        for (Map.Entry<Labels, Rows> each : histograms.entrySet()) {
            Rows rows = each.getValue();
            evaluator.budget().work((long) steps.count() * (rows.buckets.size() + 1));
            Buckets buckets = new Buckets(rows.buckets.size());
            Labels last = Labels.EMPTY;
            int row = -1;
            for (int step = 0; step < steps.count(); step++) {
                double value = valueAt(each.getKey(), rows, buckets, function, step);
                if (Frame.isAbsent(value)) {
                    continue;
                }
                Labels labels = naming.name(each.getKey(), step);
                if (row < 0 || !labels.equals(last)) {
                    last = labels;
                    row = row(labels, rowsByLabels, result);
                }
                result.cells()[result.offset(row) + step] = value;
            }
        }
    }

    private static int row(Labels labels, Map<Labels, Integer> rowsByLabels, Frame result) throws QueryException {
        Integer known = rowsByLabels.get(labels);
        if (known != null) {
            return known;
        }
        int row = result.addRow(labels, true);
        rowsByLabels.put(labels, row);
        return row;
    }

    private double valueAt(Labels labels, Rows rows, Buckets buckets, Function function, int step) {
        buckets.clear();
        for (int i = 0; i < rows.buckets.size(); i++) {
            double cell = frame.cell(rows.buckets.get(i), step);
            if (!Frame.isAbsent(cell) && !SampleBuffer.isHistogram(cell)) {
                buckets.add(rows.bounds.get(i), cell);
            }
        }
        FloatHistogram histogram = rows.nativeRow < 0 ? null : frame.histogram(rows.nativeRow, step);
        if (histogram != null && buckets.size() > 0) {
            evaluator
                    .notes()
                    .warn(
                            "vector contains a mix of classic and native histograms" + forMetric(labels),
                            argument.span());
            return Frame.ABSENT;
        }
        if (histogram != null) {
            return function.ofNative(histogram, labels, step);
        }
        return buckets.size() > 0 ? function.ofClassic(buckets, labels, step) : Frame.ABSENT;
    }

    void release() {
        frame.release();
    }
}
