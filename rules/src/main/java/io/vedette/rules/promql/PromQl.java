package io.vedette.rules.promql;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.promql.PromQlException.Problem;
import java.util.List;

/** The way in: text to expression. */
public final class PromQl {
    /** Longer texts are refused. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private PromQl() {}

    /**
     * Parses and type-checks an expression.
     *
     * @throws PromQlException with line and column, if it is no PromQL
     */
    public static Expr parse(String expression) throws PromQlException {
        if (expression.length() > MOST_CHARACTERS) {
            throw new PromQlException(
                    List.of(new Problem(1, 1, "expression is longer than " + MOST_CHARACTERS + " characters")));
        }
        Expr parsed = new Parser(expression).parse();
        List<Problem> problems = TypeChecker.check(parsed);
        if (!problems.isEmpty()) {
            throw new PromQlException(problems);
        }
        return parsed;
    }

    /** The expression in canonical PromQL, over several indented lines if it is longer than one. */
    public static String format(Expr expression) {
        return ExprLayout.format(expression, 0);
    }

    /**
     * Parses a selector of series, as the API takes it in {@code match[]}: {@code up{job="node"}}.
     *
     * @throws PromQlException if it is anything else, or has {@code @} or {@code offset}
     */
    public static List<LabelMatcher> parseSelector(String selector) throws PromQlException {
        Expr parsed = parse(selector);
        if (parsed instanceof Expr.VectorSelector vector
                && vector.shift().equals(TimeShift.NONE)
                && vector.bounds() == Expr.VectorSelector.Bounds.PLAIN) {
            return vector.matchers();
        }
        throw new PromQlException(List.of(new Problem(1, 1, "expected a selector of series like up{job=\"node\"}")));
    }
}
