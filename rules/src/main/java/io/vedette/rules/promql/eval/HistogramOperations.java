package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import io.vedette.rules.histogram.HistogramSum;
import io.vedette.rules.histogram.HistogramTrim;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operators where at least one side is a native histogram. */
final class HistogramOperations {
    private final BinaryOperator operator;
    private final boolean bool;
    private final Notes notes;
    private final Span span;

    HistogramOperations(Expr.Binary binary, Notes notes) {
        this.operator = binary.operator();
        this.bool = binary.bool();
        this.notes = notes;
        this.span = binary.span();
    }

    /**
     * One operand: a number or a histogram.
     *
     * @param number without meaning if there is a histogram
     */
    record Operand(double number, @Nullable FloatHistogram histogram) {
        static Operand of(Frame frame, int row, int step) {
            return new Operand(frame.cell(row, step), frame.histogram(row, step));
        }

        private String type() {
            return histogram == null ? "float" : "histogram";
        }
    }

    /** Makes all histograms of a frame their negatives. */
    static void negate(Frame frame) {
        for (int row = 0; frame.hasHistograms() && row < frame.rows(); row++) {
            for (int step = 0; step < frame.steps(); step++) {
                FloatHistogram histogram = frame.histogram(row, step);
                if (histogram != null) {
                    frame.setHistogram(row, step, histogram.times(-1));
                }
            }
        }
    }

    /** What the operator makes of two operands; nothing if it filters them or can't be applied to them. */
    Optional<Operand> apply(Operand left, Operand right) {
        FloatHistogram a = left.histogram();
        FloatHistogram b = right.histogram();
        if (a != null && b != null) {
            return ofHistograms(a, b);
        }
        if (a != null) {
            return ofHistogramAndNumber(a, left, right);
        }
        if (b != null && operator == BinaryOperator.MULTIPLY) {
            return some(b.times(left.number()));
        }
        return incompatible(left, right);
    }

    private Optional<Operand> ofHistogramAndNumber(FloatHistogram histogram, Operand left, Operand right) {
        return switch (operator) {
            case MULTIPLY -> some(histogram.times(right.number()));
            case DIVIDE -> some(histogram.dividedBy(right.number()));
            case TRIM_UPPER -> some(HistogramTrim.trim(histogram, right.number(), true));
            case TRIM_LOWER -> some(HistogramTrim.trim(histogram, right.number(), false));
            default -> incompatible(left, right);
        };
    }

    private Optional<Operand> ofHistograms(FloatHistogram left, FloatHistogram right) {
        return switch (operator) {
            case ADD -> combined(HistogramSum.add(left, right), "addition", false);
            case SUBTRACT -> combined(HistogramSum.subtract(left, right), "subtraction", true);
            case EQUAL -> compared(left, left.equals(right));
            case NOT_EQUAL -> compared(left, !left.equals(right));
            default -> incompatible(new Operand(0, left), new Operand(0, right));
        };
    }

    private Optional<Operand> compared(FloatHistogram left, boolean holds) {
        if (bool) {
            return Optional.of(new Operand(holds ? 1 : 0, null));
        }
        return holds ? some(left) : Optional.empty();
    }

    private Optional<Operand> combined(Optional<HistogramSum> sum, String operation, boolean gauge) {
        if (sum.isEmpty()) {
            notes.warn("incompatible bucket layout encountered for binary operator " + operator.symbol(), span);
            return Optional.empty();
        }
        if (sum.get().hintsCollide()) {
            notes.warn("conflicting counter resets during histogram " + operation, span);
        }
        if (sum.get().boundsReconciled()) {
            notes.inform("mismatched custom buckets were reconciled during " + operation, span);
        }
        FloatHistogram result = sum.get().result().compacted();
        return some(gauge ? result.withHint(ResetHint.GAUGE) : result);
    }

    private static Optional<Operand> some(FloatHistogram histogram) {
        return Optional.of(new Operand(0, histogram.compacted()));
    }

    private Optional<Operand> incompatible(Operand left, Operand right) {
        notes.inform(
                "incompatible sample types encountered for binary operator " + LabelNames.quote(operator.symbol())
                        + ": " + left.type() + " " + operator.symbol() + " " + right.type(),
                span);
        return Optional.empty();
    }

    /** Applies the operator between each value of a vector and a scalar. */
    void applyToScalar(Frame frame, double[] scalar, boolean scalarIsLeft) {
        for (int row = 0; row < frame.rows(); row++) {
            for (int step = 0; step < frame.steps(); step++) {
                boolean applies =
                        frame.histogram(row, step) != null || (isTrim() && !Frame.isAbsent(frame.cell(row, step)));
                if (applies) {
                    Operand vector = Operand.of(frame, row, step);
                    Operand number = new Operand(scalar[step], null);
                    write(frame, row, step, scalarIsLeft ? apply(number, vector) : apply(vector, number));
                }
            }
        }
    }

    /** Whether the operator is one for histograms only. */
    boolean isTrim() {
        return operator.kind() == BinaryOperator.Kind.TRIM;
    }

    private static void write(Frame frame, int row, int step, Optional<Operand> value) {
        FloatHistogram histogram = value.map(Operand::histogram).orElse(null);
        if (histogram == null) {
            frame.cells()[frame.offset(row) + step] = value.map(Operand::number).orElse(Frame.ABSENT);
        } else {
            frame.setHistogram(row, step, histogram);
        }
    }
}
