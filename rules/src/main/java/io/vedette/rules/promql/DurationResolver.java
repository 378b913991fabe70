package io.vedette.rules.promql;

import io.vedette.rules.promql.DurationExpression.QuerySpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the values of computed durations into an expression, once it is known what query it is run by. */
final class DurationResolver {
    private final QuerySpan query;

    private DurationResolver(QuerySpan query) {
        this.query = query;
    }

    /** The expression with all ranges, steps and offsets as numbers; the same one if it has no others. */
    static Expr resolve(Expr expression, QuerySpan query) throws QueryException {
        return isComputed(expression) ? new DurationResolver(query).visit(expression) : expression;
    }

    /** Whether there is any computed duration; looked for without recursion, as most have none. */
    private static boolean isComputed(Expr root) {
        Deque<Expr> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Expr next = open.pop();
            if (isComputedItself(next)) {
                return true;
            }
            open.addAll(next.children());
        }
        return false;
    }

    private static boolean isComputedItself(Expr expression) {
        if (expression instanceof Expr.VectorSelector vector) {
            return vector.shift().offsetExpression() != null;
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            return matrix.rangeExpression() != null;
        }
        return expression instanceof Expr.Subquery subquery
                && (subquery.rangeExpression() != null
                        || subquery.stepExpression() != null
                        || subquery.shift().offsetExpression() != null);
    }

    private Expr visit(Expr expression) throws QueryException {
        if (expression instanceof Expr.VectorSelector vector) {
            return visit(vector);
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            return new Expr.MatrixSelector(
                    visit(matrix.vector()), range(matrix.rangeMillis(), matrix.rangeExpression()), matrix.span());
        } else if (expression instanceof Expr.Subquery subquery) {
            return new Expr.Subquery(
                    visit(subquery.inner()),
                    range(subquery.rangeMillis(), subquery.rangeExpression()),
                    range(subquery.stepMillis(), subquery.stepExpression()),
                    shift(subquery.shift()),
                    subquery.span());
        } else if (expression instanceof Expr.Paren paren) {
            return new Expr.Paren(visit(paren.inner()), paren.span());
        } else if (expression instanceof Expr.Unary unary) {
            return new Expr.Unary(unary.negative(), visit(unary.inner()), unary.span());
        } else if (expression instanceof Expr.Binary binary) {
            return new Expr.Binary(
                    binary.operator(),
                    visit(binary.left()),
                    visit(binary.right()),
                    binary.bool(),
                    binary.matching(),
                    binary.operatorSpan(),
                    binary.span());
        } else if (expression instanceof Expr.Aggregate aggregate) {
            Expr parameter = aggregate.parameter();
            return new Expr.Aggregate(
                    aggregate.operator(),
                    visit(aggregate.inner()),
                    parameter == null ? null : visit(parameter),
                    aggregate.labels(),
                    aggregate.without(),
                    aggregate.span());
        } else if (expression instanceof Expr.Call call) {
            List<Expr> arguments = new ArrayList<>();
            for (Expr argument : call.arguments()) {
                arguments.add(visit(argument));
            }
            return new Expr.Call(call.function(), arguments, call.span());
        }
        return expression;
    }

    private Expr.VectorSelector visit(Expr.VectorSelector vector) throws QueryException {
        return vector.shift().offsetExpression() == null ? vector : vector.with(shift(vector.shift()));
    }

    private TimeShift shift(TimeShift shift) throws QueryException {
        DurationExpression offset = shift.offsetExpression();
        return offset == null ? shift : new TimeShift(shift.anchor(), shift.atMillis(), offset.millis(query));
    }

    private long range(long millis, @Nullable DurationExpression expression) throws QueryException {
        return expression == null ? millis : expression.positiveMillis(query);
    }
}
