package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.series.SampleBuffer;

/** Operators between a vector and a scalar. */
final class ScalarOperations {
    private ScalarOperations() {}

    /**
     * Applies an operator to each value.
     *
     * @param frame the vector; is changed and returned
     * @param scalarIsLeft on which side the scalar stands
     */
    static Frame evaluate(Expr.Binary binary, Frame frame, double[] scalar, boolean scalarIsLeft, Notes notes) {
        boolean comparison = binary.operator().kind() == BinaryOperator.Kind.COMPARISON;
        boolean trim = binary.operator().kind() == BinaryOperator.Kind.TRIM;
        if (frame.hasHistograms() || trim) {
            new HistogramOperations(binary, notes).applyToScalar(frame, scalar, scalarIsLeft);
        }
        if (trim) {
            return frame;
        }
        double[] cells = frame.cells();
        int steps = frame.steps();
        int index = 0;
        for (int row = 0; row < frame.rows(); row++) {
            for (int step = 0; step < steps; step++, index++) {
                double cell = cells[index];
                if (!Frame.isAbsent(cell) && !SampleBuffer.isHistogram(cell)) {
                    double left = scalarIsLeft ? scalar[step] : cell;
                    double right = scalarIsLeft ? cell : scalar[step];
                    cells[index] = comparison
                            ? compare(binary, left, right, cell)
                            : binary.operator().compute(left, right);
                }
            }
        }
        if (!comparison || binary.bool()) {
            frame.dropNames();
        }
        return frame;
    }

    /** What a comparison leaves of a vector's value. */
    static double compare(Expr.Binary binary, double left, double right, double kept) {
        boolean holds = binary.operator().holds(left, right);
        if (binary.bool()) {
            return holds ? 1 : 0;
        }
        return holds ? kept : Frame.ABSENT;
    }
}
