package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import java.util.List;
import java.util.Locale;

/** Which functions make sense of ranges with {@code anchored} and {@code smoothed}. */
final class RangeModifiers {
    private static final List<String> ANCHORED = List.of("changes", "delta", "increase", "rate", "resets");
    private static final List<String> SMOOTHED = List.of("delta", "increase", "rate");

    private RangeModifiers() {}

    static void check(Expr.Call call) throws QueryException {
        for (Expr argument : call.arguments()) {
            if (argument.bare() instanceof Expr.MatrixSelector matrix) {
                Bounds bounds = matrix.vector().bounds();
                List<String> allowed = bounds == Bounds.ANCHORED ? ANCHORED : SMOOTHED;
                String name = call.function().name();
                if (bounds != Bounds.PLAIN && !allowed.contains(name)) {
                    throw new QueryException(
                            Kind.EXECUTION,
                            bounds.name().toLowerCase(Locale.ROOT) + " modifier can only be used with: "
                                    + String.join(", ", allowed) + " - not with " + name);
                }
            }
        }
    }
}
