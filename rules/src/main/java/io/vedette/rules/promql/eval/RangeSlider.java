package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.series.SampleBuffer;
import java.util.ArrayList;
import java.util.List;

/** Moves a window over the samples of one series after the other. Not safe for use by several threads. */
final class RangeSlider {
    private final Geometry geometry;
    private final long lengthMillis;
    private final Bounds bounds;
    private final Steps steps;
    private final Budget budget;
    private final Window window = new Window();

    RangeSlider(Expr range, Geometry geometry, Steps steps, Budget budget) {
        this.geometry = geometry;
        this.lengthMillis = range instanceof Expr.MatrixSelector matrix
                ? matrix.rangeMillis()
                : ((Expr.Subquery) range).rangeMillis();
        this.bounds =
                range instanceof Expr.MatrixSelector matrix ? matrix.vector().bounds() : Bounds.PLAIN;
        this.steps = steps;
        this.budget = budget;
    }

    /** Whether samples around the range count. */
    boolean isExtended() {
        return bounds != Bounds.PLAIN;
    }

    /** Fills a row with what a function makes of each range of numbers; whether there is any value. */
    boolean slide(SampleBuffer samples, RangeFunction function, Frame frame, int row) throws QueryException {
        double[] cells = frame.cells();
        int offset = frame.offset(row);
        window.begin(samples);
        boolean any = false;
        for (int step = 0; step < steps.count(); step++) {
            if (move(window, step)) {
                budget.work(window.size());
                budget.read(steps.at(step), window.size());
                double value = function.apply(window, step);
                cells[offset + step] = value;
                any |= !Frame.isAbsent(value);
            }
        }
        return any;
    }

    /** The same for a series that has histograms. */
    boolean slide(Labels labels, SampleBuffer samples, MixedRangeFunction function, Frame frame, int row)
            throws QueryException {
        if (isExtended()) {
            throw new QueryException(
                    Kind.EXECUTION, "smoothed and anchored modifiers do not work with native histograms");
        }
        SampleBuffer numbers = new SampleBuffer();
        List<MixedWindow.Sample> histograms = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            if (histogram == null) {
                numbers.add(samples.timestampMillis(i), samples.value(i));
            } else {
                histograms.add(new MixedWindow.Sample(samples.timestampMillis(i), histogram));
            }
        }
        window.begin(numbers);
        boolean any = false;
        for (int step = 0; step < steps.count(); step++) {
            boolean hasNumbers = move(window, step);
            List<MixedWindow.Sample> inRange = histograms.stream()
                    .filter(each ->
                            each.timestampMillis() > window.startMillis && each.timestampMillis() <= window.endMillis)
                    .toList();
            if (hasNumbers || !inRange.isEmpty()) {
                budget.work(window.size() + histograms.size());
                budget.read(steps.at(step), window.size() + inRange.size());
                any |= put(function.apply(new MixedWindow(labels, window, inRange), step), frame, row, step);
            }
        }
        return any;
    }

    private static boolean put(
            MixedRangeFunction.@org.jspecify.annotations.Nullable Answer answer, Frame frame, int row, int step) {
        if (answer == null) {
            return false;
        }
        if (answer.histogram() == null) {
            frame.cells()[frame.offset(row) + step] = answer.value();
        } else {
            frame.setHistogram(row, step, answer.histogram());
        }
        return true;
    }

    private boolean move(Window target, int step) {
        long end = geometry.end(steps, step);
        long lookback = isExtended() ? budget.lookbackMillis() : 0;
        boolean any = target.moveTo(end - lengthMillis - lookback, end + (bounds == Bounds.SMOOTHED ? lookback : 0));
        target.startMillis = end - lengthMillis;
        target.endMillis = end;
        target.bounds = bounds;
        target.evaluationMillis = steps.at(step);
        return any;
    }

    /** The samples of the range of the only step, with values at its ends. */
    SampleBuffer withBounds(SampleBuffer samples) {
        SampleBuffer result = new SampleBuffer();
        window.begin(samples);
        if (move(window, 0)) {
            ExtendedRange.samples(window, result);
        }
        return result;
    }
}
