package io.vedette.rules.promql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operators that make one element, or a few, of the many of a group. */
public enum AggregateOperator {
    SUM(null),
    AVG(null),
    COUNT(null),
    MIN(null),
    MAX(null),
    GROUP(null),
    STDDEV(null),
    STDVAR(null),
    TOPK(ValueType.SCALAR),
    BOTTOMK(ValueType.SCALAR),
    QUANTILE(ValueType.SCALAR),
    COUNT_VALUES(ValueType.STRING),
    LIMITK(ValueType.SCALAR),
    LIMIT_RATIO(ValueType.SCALAR);

    private final @Nullable ValueType parameter;

    AggregateOperator(@Nullable ValueType parameter) {
        this.parameter = parameter;
    }

    /** The type of its parameter; null if it takes none. */
    public @Nullable ValueType parameter() {
        return parameter;
    }

    /** As PromQL writes it. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
