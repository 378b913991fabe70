package io.vedette.rules.promql;

/** The way in: text to expression. */
public final class PromQl {
    private PromQl() {}

    /**
     * Parses and type-checks an expression.
     *
     * @throws PromQlException with line and column, if it is no PromQL
     */
    public static Expr parse(String expression) throws PromQlException {
        throw new UnsupportedOperationException();
    }
}
