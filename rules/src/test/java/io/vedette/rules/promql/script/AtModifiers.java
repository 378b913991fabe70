package io.vedette.rules.promql.script;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.TimeShift;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fixes the time of every selector of an expression. */
final class AtModifiers {
    private static final Set<String> TIMED = Set.of(
            "time",
            "timestamp",
            "predict_linear",
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "days_in_month",
            "end",
            "range",
            "start",
            "step",
            "hour",
            "minute",
            "month",
            "year");

    private AtModifiers() {}

    /**
     * The expression with the time after {@code @} on all selectors that have none; nothing if it looks at the time
     * otherwise.
     */
    static Optional<Expr> fix(Expr expression, long atMillis) {
        return isTimed(expression) ? Optional.empty() : Optional.of(rewrite(expression, atMillis));
    }

    private static boolean isTimed(Expr expression) {
        return (expression instanceof Expr.Call call
                        && TIMED.contains(call.function().name()))
                || expression.children().stream().anyMatch(AtModifiers::isTimed);
    }

    private static Expr rewrite(Expr expression, long at) {
        if (expression instanceof Expr.VectorSelector vector) {
            return vector.with(fix(vector.shift(), at));
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            return new Expr.MatrixSelector(
                    (Expr.VectorSelector) rewrite(matrix.vector(), at),
                    matrix.rangeMillis(),
                    matrix.rangeExpression(),
                    matrix.span());
        } else if (expression instanceof Expr.Subquery subquery) {
            return subquery.with(fix(subquery.shift(), at));
        } else if (expression instanceof Expr.Paren paren) {
            return new Expr.Paren(rewrite(paren.inner(), at), paren.span());
        } else if (expression instanceof Expr.Unary unary) {
            return new Expr.Unary(unary.negative(), rewrite(unary.inner(), at), unary.span());
        } else if (expression instanceof Expr.Binary binary) {
            return new Expr.Binary(
                    binary.operator(),
                    rewrite(binary.left(), at),
                    rewrite(binary.right(), at),
                    binary.bool(),
                    binary.matching(),
                    binary.operatorSpan(),
                    binary.span());
        } else if (expression instanceof Expr.Aggregate aggregate) {
            Expr parameter = aggregate.parameter();
            return new Expr.Aggregate(
                    aggregate.operator(),
                    rewrite(aggregate.inner(), at),
                    parameter == null ? null : rewrite(parameter, at),
                    aggregate.labels(),
                    aggregate.without(),
                    aggregate.span());
        } else if (expression instanceof Expr.Call call) {
            List<Expr> arguments =
                    call.arguments().stream().map(each -> rewrite(each, at)).toList();
            return new Expr.Call(call.function(), arguments, call.span());
        }
        return expression;
    }

    private static TimeShift fix(TimeShift shift, long at) {
        return shift.anchor() == TimeShift.Anchor.TIME ? shift : shift.withAnchor(TimeShift.Anchor.TIME, at);
    }
}
