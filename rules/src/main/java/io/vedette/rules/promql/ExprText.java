package io.vedette.rules.promql;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.VectorMatching.Cardinality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions as canonical PromQL: one line, one space around operators, conditions in order. */
final class ExprText {
    private final StringBuilder out = new StringBuilder();

    private ExprText() {}

    static String print(Expr expression) {
        ExprText text = new ExprText();
        text.write(expression);
        return text.out.toString();
    }

    private void write(Expr expression) {
        if (expression instanceof Expr.NumberLiteral number) {
            out.append(number(number.value(), number.duration()));
        } else if (expression instanceof Expr.StringLiteral string) {
            out.append(StringText.quote(string.value()));
        } else if (expression instanceof Expr.VectorSelector selector) {
            writeMatchers(selector);
            out.append(selector.bounds().suffix()).append(selector.shift());
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            writeMatchers(matrix.vector());
            out.append('[')
                    .append(duration(matrix.rangeMillis(), matrix.rangeExpression()))
                    .append(']')
                    .append(matrix.vector().bounds().suffix())
                    .append(matrix.vector().shift());
        } else if (expression instanceof Expr.Subquery subquery) {
            write(subquery.inner());
            out.append('[')
                    .append(duration(subquery.rangeMillis(), subquery.rangeExpression()))
                    .append(':')
                    .append(duration(subquery.stepMillis(), subquery.stepExpression()))
                    .append(']')
                    .append(subquery.shift());
        } else if (expression instanceof Expr.Paren paren) {
            out.append('(');
            write(paren.inner());
            out.append(')');
        } else if (expression instanceof Expr.Unary unary) {
            out.append(unary.negative() ? '-' : '+');
            write(unary.inner());
        } else if (expression instanceof Expr.Binary binary) {
            writeChain(binary);
        } else {
            out.append(head(expression)).append('(');
            writeAll(expression.children());
            out.append(')');
        }
    }

    /** Operators one after the other, which may be many, without recursion for each. */
    private void writeChain(Expr.Binary last) {
        Deque<Expr.Binary> chain = new ArrayDeque<>();
        Expr first = last;
        while (first instanceof Expr.Binary binary) {
            chain.push(binary);
            first = binary.left();
        }
        writeFirst(first, chain.getFirst().operator());
        for (Expr.Binary binary : chain) {
            out.append(' ').append(operator(binary)).append(' ');
            write(binary.right());
        }
    }

    /** A sign before the base of a power would come to bind the whole power. */
    private void writeFirst(Expr first, BinaryOperator operator) {
        boolean power = operator == BinaryOperator.POWER;
        if (power && first instanceof Expr.NumberLiteral number && number.value() == Double.POSITIVE_INFINITY) {
            out.append("Inf");
        } else {
            write(first);
        }
    }

    /** A number, or a number of seconds with units. */
    static String number(double value, boolean duration) {
        if (!duration) {
            return NumberText.plain(value);
        }
        double millis = value * 1000;
        return (millis < 0 ? "-" : "") + DurationText.print(Math.round(Math.abs(millis)));
    }

    private static String duration(long millis, @Nullable DurationExpression expression) {
        if (expression != null) {
            return expression.toString();
        }
        return millis == 0 ? "" : DurationText.print(millis);
    }

    /** What stands before the parenthesis of an aggregation or a call. */
    static String head(Expr expression) {
        if (expression instanceof Expr.Call call) {
            return call.function().name();
        }
        Expr.Aggregate aggregate = (Expr.Aggregate) expression;
        StringBuilder out = new StringBuilder(aggregate.operator().symbol());
        if (aggregate.without() || !aggregate.labels().isEmpty()) {
            out.append(aggregate.without() ? " without (" : " by (");
            writeLabels(out, aggregate.labels());
            out.append(") ");
        }
        return out.toString();
    }

    private void writeAll(List<Expr> expressions) {
        for (int i = 0; i < expressions.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            write(expressions.get(i));
        }
    }

    private void writeMatchers(Expr.VectorSelector selector) {
        List<String> texts = new ArrayList<>();
        for (LabelMatcher matcher : selector.matchers()) {
            boolean isName = matcher.name().equals(Labels.NAME) && matcher.type() == LabelMatcher.Type.EQUAL;
            if (isName
                    && matcher.value().equals(selector.name())
                    && !matcher.value().isEmpty()) {
                continue;
            }
            texts.add(labelName(matcher.name()) + matcher.type().operator() + StringText.quote(matcher.value()));
        }
        texts.sort(null);
        out.append(selector.name());
        if (!texts.isEmpty() || selector.name().isEmpty()) {
            out.append('{').append(String.join(",", texts)).append('}');
        }
    }

    /** The operator with its modifiers. */
    static String operator(Expr.Binary binary) {
        StringBuilder out = new StringBuilder(binary.operator().symbol());
        out.append(binary.bool() ? " bool" : "");
        VectorMatching matching = binary.matching();
        boolean grouped = matching.isGrouped();
        if (matching.on() || grouped || !matching.labels().isEmpty()) {
            out.append(matching.on() ? " on (" : " ignoring (");
            writeLabels(out, matching.labels());
            out.append(')');
        }
        if (grouped) {
            out.append(matching.cardinality() == Cardinality.MANY_TO_ONE ? " group_left (" : " group_right (");
            writeLabels(out, matching.include());
            out.append(')');
        }
        writeFill(out, matching.fillLeft(), matching.fillRight());
        return out.toString();
    }

    private static void writeFill(StringBuilder out, @Nullable Double left, @Nullable Double right) {
        if (left != null && left.equals(right)) {
            out.append(" fill (").append(NumberText.plain(left)).append(')');
            return;
        }
        if (left != null) {
            out.append(" fill_left (").append(NumberText.plain(left)).append(')');
        }
        if (right != null) {
            out.append(" fill_right (").append(NumberText.plain(right)).append(')');
        }
    }

    private static void writeLabels(StringBuilder out, List<String> labels) {
        for (int i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(labelName(labels.get(i)));
        }
    }

    private static String labelName(String name) {
        return Lexer.isLabelName(name) ? name : StringText.quote(name);
    }
}
