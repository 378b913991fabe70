package io.vedette.collector.prometheus;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;

/** Expressions as parameters. */
final class Expressions {
    /** Longer ones were written by no person and no dashboard. */
    private static final int MAX_LENGTH = 256 * 1024;

    private Expressions() {}

    static Expr parse(String parameter, String expression) throws ApiException {
        if (expression.length() > MAX_LENGTH) {
            throw ApiException.invalid(parameter, "longer than " + MAX_LENGTH + " characters");
        }
        try {
            return PromQl.parse(expression);
        } catch (PromQlException e) {
            throw ApiException.invalid(parameter, String.valueOf(e.getMessage()));
        }
    }
}
