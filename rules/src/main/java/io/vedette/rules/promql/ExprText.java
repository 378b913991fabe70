package io.vedette.rules.promql;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;

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
            write(number);
        } else if (expression instanceof Expr.StringLiteral string) {
            out.append(StringText.quote(string.value()));
        } else if (expression instanceof Expr.VectorSelector selector) {
            writeMatchers(selector);
            out.append(selector.shift());
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            writeMatchers(matrix.vector());
            out.append('[').append(DurationText.print(matrix.rangeMillis())).append(']');
            out.append(matrix.vector().shift());
        } else if (expression instanceof Expr.Subquery subquery) {
            write(subquery.inner());
            out.append('[').append(DurationText.print(subquery.rangeMillis())).append(':');
            out.append(subquery.stepMillis() == 0 ? "" : DurationText.print(subquery.stepMillis()));
            out.append(']').append(subquery.shift());
        } else if (expression instanceof Expr.Paren paren) {
            out.append('(');
            write(paren.inner());
            out.append(')');
        } else if (expression instanceof Expr.Unary unary) {
            out.append(unary.negative() ? '-' : '+');
            write(unary.inner());
        } else if (expression instanceof Expr.Binary binary) {
            writeLeft(binary);
            out.append(' ').append(operator(binary)).append(' ');
            write(binary.right());
        } else {
            out.append(head(expression)).append('(');
            writeAll(expression.children());
            out.append(')');
        }
    }

    /** A sign before the base of a power would come to bind the whole power. */
    private void writeLeft(Expr.Binary binary) {
        boolean power = binary.operator() == BinaryOperator.POWER;
        if (power && binary.left() instanceof Expr.NumberLiteral number && number.value() == Double.POSITIVE_INFINITY) {
            out.append("Inf");
        } else {
            write(binary.left());
        }
    }

    private void write(Expr.NumberLiteral number) {
        if (number.duration()) {
            double millis = number.value() * 1000;
            out.append(millis < 0 ? "-" : "").append(DurationText.print(Math.round(Math.abs(millis))));
        } else {
            out.append(NumberText.plain(number.value()));
        }
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
        return out.toString();
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
