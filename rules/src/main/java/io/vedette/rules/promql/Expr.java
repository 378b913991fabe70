package io.vedette.rules.promql;

/** A parsed expression. Immutable; safe for use by any thread. {@code toString} prints it in canonical PromQL. */
public interface Expr {
    /** The type it evaluates to. */
    ValueType type();
}
