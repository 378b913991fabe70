package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;

/** A function of PromQL that answers with a scalar. It evaluates its own arguments. */
@FunctionalInterface
public interface ScalarFunction {
    /** Evaluates a call: a number for each step. */
    double[] apply(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException;
}
