package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.Value;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.StaleMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads series. The samples of each are read once for all steps, and looked at through a pointer or a window that only
 * moves forwards.
 */
final class Selectors {
    /** The step of a sub-query that names none. */
    private static final long DEFAULT_STEP_MILLIS = 60_000;

    private final Evaluator evaluator;
    private final SeriesSource source;
    private final Budget budget;
    private final long queryStartMillis;
    private final long queryEndMillis;

    Selectors(Evaluator evaluator, SeriesSource source, Budget budget, long queryStartMillis, long queryEndMillis) {
        this.evaluator = evaluator;
        this.source = source;
        this.budget = budget;
        this.queryStartMillis = queryStartMillis;
        this.queryEndMillis = queryEndMillis;
    }

    /** Evaluates an instant selector: values, or times of samples in seconds. */
    Frame instant(Expr.VectorSelector selector, Steps steps, boolean times) throws QueryException {
        Geometry geometry = Geometry.of(selector.shift(), queryStartMillis, queryEndMillis);
        boolean smoothed = selector.bounds() == Bounds.SMOOTHED && !times;
        long lookback = budget.lookbackMillis();
        long earliest = geometry.firstEnd(steps) - lookback + 1;
        long latest = geometry.lastEnd(steps) + (smoothed ? lookback : 0);
        List<Series> found = source.select(selector.matchers(), earliest, latest, budget.guard());
        budget.countSeries(found.size());
        Frame frame = new Frame(found.size(), steps.count(), budget);
        SampleBuffer samples = new SampleBuffer();
        for (Series series : found) {
            samples.clear();
            series.read(earliest, latest, samples);
            budget.work(samples.size() + steps.count());
            if (samples.size() > 0) {
                int row = frame.addRow(series.labels(), times);
                boolean any = smoothed
                        ? SmoothedValues.fill(frame, row, samples, geometry, steps, lookback)
                        : fill(frame, row, samples, geometry, steps, times);
                if (any) {
                    budget.readRow(frame, row, steps);
                } else {
                    frame.removeLastRow();
                }
            }
        }
        return frame;
    }

    private boolean fill(Frame frame, int row, SampleBuffer samples, Geometry geometry, Steps steps, boolean times) {
        long lookback = budget.lookbackMillis();
        long[] timestamps = samples.timestampsMillis();
        double[] values = samples.values();
        double[] cells = frame.cells();
        int offset = frame.offset(row);
        int size = samples.size();
        int next = 0;
        boolean any = false;
        for (int step = 0; step < steps.count(); step++) {
            long end = geometry.end(steps, step);
            while (next < size && timestamps[next] <= end) {
                next++;
            }
            if (next > 0 && timestamps[next - 1] > end - lookback && !StaleMarker.is(values[next - 1])) {
                cells[offset + step] = times ? timestamps[next - 1] / 1000.0 : values[next - 1];
                any = true;
                if (!times && samples.hasHistograms()) {
                    copyHistogram(samples, next - 1, frame, row, step);
                }
            }
        }
        return any;
    }

    private static void copyHistogram(SampleBuffer samples, int index, Frame frame, int row, int step) {
        FloatHistogram histogram = samples.histogram(index);
        if (histogram != null) {
            frame.setHistogram(row, step, histogram);
        }
    }

    /** Applies a function to the samples in the range of each step. */
    Frame overRange(Expr expression, boolean dropsNames, Steps steps, RangeFunction function, MixedRangeFunction mixed)
            throws QueryException {
        Expr range = expression.bare();
        Frame frame = new Frame(0, steps.count(), budget);
        RangeSlider slider = new RangeSlider(range, geometry(range), steps, budget);
        RangeConsumer consumer = (labels, dropsName, samples) -> {
            int row = frame.addRow(labels, dropsName || dropsNames);
            boolean any = samples.hasHistograms()
                    ? slider.slide(labels, samples, mixed, frame, row)
                    : slider.slide(samples, function, frame, row);
            if (!any) {
                frame.removeLastRow();
            }
        };
        read(range, steps, consumer);
        return frame;
    }

    /** The samples of each series in the range of the only step, sorted by labels. */
    List<Value.Row> ranges(Expr expression, Steps steps) throws QueryException {
        List<Value.Row> rows = new ArrayList<>();
        Expr range = expression.bare();
        RangeSlider slider = new RangeSlider(range, geometry(range), steps, budget);
        read(range, steps, (labels, dropsName, samples) -> {
            SampleBuffer bounded = slider.isExtended() ? slider.withBounds(samples) : samples;
            budget.take(bounded.size());
            budget.read(steps.startMillis(), bounded.size());
            if (bounded.size() > 0) {
                rows.add(row(dropsName ? labels.filter(name -> !Frame.isMetadata(name)) : labels, bounded));
            }
        });
        rows.sort(Comparator.comparing(Value.Row::labels));
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).labels().equals(rows.get(i - 1).labels())) {
                throw Frame.duplicate();
            }
        }
        return rows;
    }

    private static Value.Row row(Labels labels, SampleBuffer samples) {
        int size = samples.size();
        @Nullable FloatHistogram @Nullable [] histograms = null;
        if (samples.hasHistograms()) {
            histograms = new FloatHistogram[size];
            for (int i = 0; i < size; i++) {
                histograms[i] = samples.histogram(i);
            }
        }
        return new Value.Row(
                labels,
                Arrays.copyOf(samples.timestampsMillis(), size),
                Arrays.copyOf(samples.values(), size),
                histograms);
    }

    private void read(Expr range, Steps steps, RangeConsumer consumer) throws QueryException {
        if (range instanceof Expr.MatrixSelector matrix) {
            read(matrix, steps, consumer);
        } else if (range instanceof Expr.Subquery subquery) {
            read(subquery, steps, consumer);
        } else {
            throw new IllegalArgumentException("no range vector: " + range);
        }
    }

    private void read(Expr.MatrixSelector matrix, Steps steps, RangeConsumer consumer) throws QueryException {
        Geometry geometry = geometry(matrix);
        Bounds bounds = matrix.vector().bounds();
        long lookback = budget.lookbackMillis();
        long earliest = geometry.firstEnd(steps) - matrix.rangeMillis() + 1 - (bounds == Bounds.PLAIN ? 0 : lookback);
        long latest = geometry.lastEnd(steps) + (bounds == Bounds.SMOOTHED ? lookback : 0);
        List<Series> found = source.select(matrix.vector().matchers(), earliest, latest, budget.guard());
        budget.countSeries(found.size());
        SampleBuffer samples = new SampleBuffer();
        for (Series series : found) {
            samples.clear();
            series.read(earliest, latest, samples);
            budget.take(samples.size());
            budget.work(samples.size() + steps.count());
            samples.removeStaleMarkers();
            if (samples.size() > 0) {
                consumer.accept(series.labels(), false, samples);
            }
            budget.give(samples.size());
        }
    }

    private void read(Expr.Subquery subquery, Steps steps, RangeConsumer consumer) throws QueryException {
        Geometry geometry = geometry(subquery);
        long stepMillis = subquery.stepMillis() == 0 ? DEFAULT_STEP_MILLIS : subquery.stepMillis();
        long start = geometry.firstEnd(steps) - subquery.rangeMillis();
        // Left-open, and at multiples of the step whatever the time of the query.
        long first = (Math.floorDiv(start, stepMillis) + 1) * stepMillis;
        long last = geometry.lastEnd(steps);
        if (first > last) {
            return;
        }
        Steps innerSteps = budget.steps(first, last, stepMillis);
        budget.enterSubquery();
        Frame frame = evaluator.vector(subquery.inner(), innerSteps);
        budget.leaveSubquery();
        SampleBuffer samples = new SampleBuffer();
        for (int row = 0; row < frame.rows(); row++) {
            samples.clear();
            for (int step = 0; step < innerSteps.count(); step++) {
                double cell = frame.cell(row, step);
                if (!Frame.isAbsent(cell)) {
                    FloatHistogram histogram = frame.histogram(row, step);
                    if (histogram == null) {
                        samples.add(innerSteps.at(step), cell);
                    } else {
                        samples.add(innerSteps.at(step), histogram);
                    }
                }
            }
            budget.work(innerSteps.count());
            if (samples.size() > 0) {
                consumer.accept(frame.labels(row), frame.dropsName(row), samples);
            }
        }
        frame.release();
    }

    private Geometry geometry(Expr range) {
        return range instanceof Expr.MatrixSelector matrix
                ? Geometry.of(matrix.vector().shift(), queryStartMillis, queryEndMillis)
                : Geometry.of(((Expr.Subquery) range).shift(), queryStartMillis, queryEndMillis);
    }
}
