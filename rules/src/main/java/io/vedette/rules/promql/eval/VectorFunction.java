package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;

/** A function of PromQL that answers with an instant vector. It evaluates its own arguments. */
@FunctionalInterface
public interface VectorFunction {
    /** Evaluates a call at all steps; the caller owns the frame. */
    Frame apply(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException;
}
