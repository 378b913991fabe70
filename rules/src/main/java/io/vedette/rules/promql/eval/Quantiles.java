package io.vedette.rules.promql.eval;

import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.Span;

/** What is said about quantiles that are none. */
public final class Quantiles {
    private Quantiles() {}

    /** Warns if a quantile is not from 0 to 1. */
    public static void warnUnlessValid(double q, Notes notes, Span about) {
        if (!(q >= 0 && q <= 1)) {
            warn(q, notes, about);
        }
    }

    static void warn(double q, Notes notes, Span about) {
        notes.warn("quantile value should be between 0 and 1, got " + NumberText.general(q), about);
    }
}
