package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Expr;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds the expressions that come to the same at every step: those that only look at times fixed by {@code @}. */
final class StepInvariance {
    /** Functions that look at the time of the step. */
    private static final Set<String> TIMED = Set.of(
            "time",
            "timestamp",
            "predict_linear",
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "days_in_month",
            "info",
            "hour",
            "minute",
            "month",
            "year");

    private final Set<Expr> invariant = Collections.newSetFromMap(new IdentityHashMap<>());

    StepInvariance(Expr root) {
        visit(root);
    }

    /** Whether an expression within the root has one value for all steps. */
    boolean holds(Expr expression) {
        return invariant.contains(expression);
    }

    private boolean visit(Expr expression) {
        boolean children = true;
        for (Expr child : expression.children()) {
            children &= visit(child);
        }
        boolean result = isInvariant(expression, children);
        if (result) {
            invariant.add(expression);
        }
        return result;
    }

    private static boolean isInvariant(Expr expression, boolean children) {
        if (expression instanceof Expr.VectorSelector selector) {
            return selector.shift().isFixed();
        } else if (expression instanceof Expr.Subquery subquery) {
            return subquery.shift().isFixed();
        } else if (expression instanceof Expr.Call call
                && TIMED.contains(call.function().name())) {
            return call.function().name().equals("timestamp")
                    && children
                    && call.arguments().get(0).bare() instanceof Expr.VectorSelector;
        }
        return children;
    }
}
