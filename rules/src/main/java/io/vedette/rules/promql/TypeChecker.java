package io.vedette.rules.promql;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.BinaryOperator.Kind;
import io.vedette.rules.promql.Expr.Binary;
import io.vedette.rules.promql.PromQlException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds what is wrong with an expression though its words are in order: types, numbers of arguments, modifiers. */
final class TypeChecker {
    private final List<Problem> problems = new ArrayList<>();

    private TypeChecker() {}

    /** All mistakes, in the order found. */
    static List<Problem> check(Expr expression) {
        TypeChecker checker = new TypeChecker();
        checker.visit(expression);
        return checker.problems;
    }

    private void visit(Expr expression) {
        if (expression instanceof Expr.Call call && call.function().name().equals("info")) {
            checkInfo(call);
            return;
        }
        for (Expr child : expression.children()) {
            visit(child);
        }
        if (expression instanceof Expr.VectorSelector selector) {
            checkSelector(selector);
        } else if (expression instanceof Expr.Call call) {
            checkCall(call);
        } else if (expression instanceof Expr.Aggregate aggregate) {
            checkAggregate(aggregate);
        } else if (expression instanceof Binary binary) {
            checkBinary(binary);
        } else if (expression instanceof Expr.Unary unary && !isNumeric(unary.inner())) {
            add(
                    unary,
                    "unary expression only allowed on expressions of type scalar or instant vector, got \""
                            + unary.type().words() + '"');
        } else if (expression instanceof Expr.Subquery subquery
                && subquery.inner().type() != ValueType.VECTOR) {
            add(
                    subquery,
                    "subquery is only allowed on instant vector, got "
                            + subquery.inner().type().name().toLowerCase(Locale.ROOT) + " instead");
        }
    }

    private void checkSelector(Expr.VectorSelector selector) {
        if (selector.name().isEmpty()) {
            if (selector.matchers().stream().allMatch(matcher -> matcher.matches(""))) {
                add(selector, "vector selector must contain at least one non-empty matcher");
            }
            return;
        }
        List<LabelMatcher> inBraces =
                selector.matchers().subList(0, selector.matchers().size() - 1);
        for (LabelMatcher matcher : inBraces) {
            if (matcher.name().equals(Labels.NAME)) {
                add(
                        selector,
                        "metric name must not be set twice: " + StringText.quote(selector.name()) + " or "
                                + StringText.quote(matcher.value()));
            }
        }
    }

    /** The second argument of {@code info} looks like a selector, but is only its conditions, which may be none. */
    private void checkInfo(Expr.Call call) {
        if (call.arguments().size() > 1) {
            Expr conditions = call.arguments().get(1);
            if (!(conditions instanceof Expr.VectorSelector selector)) {
                add(conditions, "expected label selectors only");
            } else if (!selector.name().isEmpty()) {
                add(conditions, "expected label selectors only, got vector selector instead");
            }
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            if (i != 1) {
                visit(call.arguments().get(i));
            }
        }
        checkCall(call);
    }

    private void checkCall(Expr.Call call) {
        FunctionSignature function = call.function();
        int given = call.arguments().size();
        int declared = function.arguments().size();
        String inCall = " argument(s) in call to " + StringText.quote(function.name()) + ", got " + given;
        if (function.variadic() == 0) {
            if (given != declared) {
                add(call, "expected " + declared + inCall);
            }
        } else if (given < declared - 1) {
            add(call, "expected at least " + (declared - 1) + inCall);
        } else if (function.variadic() > 0 && given > declared - 1 + function.variadic()) {
            add(call, "expected at most " + (declared - 1 + function.variadic()) + inCall);
        }
        for (int i = 0; i < given && declared > 0 && (i < declared || function.variadic() != 0); i++) {
            Expr argument = call.arguments().get(i);
            if (argument.type() != function.argument(i)) {
                addType(argument, function.argument(i), "call to function " + StringText.quote(function.name()));
            }
        }
    }

    private void checkAggregate(Expr.Aggregate aggregate) {
        if (aggregate.inner().type() != ValueType.VECTOR) {
            addType(aggregate.inner(), ValueType.VECTOR, "aggregation expression");
        }
        Expr parameter = aggregate.parameter();
        ValueType wanted = aggregate.operator().parameter();
        if (parameter != null && wanted != null && parameter.type() != wanted) {
            addType(parameter, wanted, "aggregation parameter");
        }
    }

    private void checkBinary(Binary binary) {
        BinaryOperator operator = binary.operator();
        boolean scalars = binary.type() == ValueType.SCALAR;
        if (binary.bool() && operator.kind() != Kind.COMPARISON) {
            add(binary.operatorSpan(), "bool modifier can only be used on comparison operators");
        }
        if (operator.kind() == Kind.COMPARISON && !binary.bool() && scalars) {
            add(binary.operatorSpan(), "comparisons between scalars must use BOOL modifier");
        }
        if (operator.kind() == Kind.TRIM && scalars) {
            add(binary, "operator " + StringText.quote(operator.symbol()) + " not allowed for Scalar operations");
        }
        for (Expr side : binary.children()) {
            if (!isNumeric(side)) {
                add(side, "binary expression must contain only scalar and instant vector types");
            }
        }
        boolean vectors =
                binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR;
        checkMatching(binary, vectors);
        boolean anyScalar =
                binary.left().type() == ValueType.SCALAR || binary.right().type() == ValueType.SCALAR;
        if (anyScalar && operator.kind() == Kind.SET) {
            add(
                    binary,
                    "set operator " + StringText.quote(operator.symbol()) + " not allowed in binary scalar expression");
        }
    }

    private void checkMatching(Binary binary, boolean vectors) {
        VectorMatching matching = binary.matching();
        for (String label : matching.labels()) {
            if (matching.on() && matching.include().contains(label)) {
                add(
                        binary.operatorSpan(),
                        "label " + StringText.quote(label) + " must not occur in ON and GROUP clause at once");
            }
        }
        if (!vectors && !matching.labels().isEmpty()) {
            add(binary, "vector matching only allowed between instant vectors");
        }
        if (!vectors && matching.fills()) {
            add(binary, "filling in missing series only allowed between instant vectors");
        }
        if (vectors && binary.operator().kind() == Kind.SET && matching.fills()) {
            add(binary, "filling in missing series not allowed for set operators");
        }
        if (vectors && binary.operator().kind() == Kind.SET && matching.isGrouped()) {
            add(
                    binary,
                    "no grouping allowed for "
                            + StringText.quote(binary.operator().symbol()) + " operation");
        }
    }

    private static boolean isNumeric(Expr expression) {
        return expression.type() == ValueType.SCALAR || expression.type() == ValueType.VECTOR;
    }

    private void addType(Expr at, ValueType wanted, String context) {
        add(
                at,
                "expected type " + wanted.words() + " in " + context + ", got "
                        + at.type().words());
    }

    private void add(Expr at, String message) {
        add(at.span(), message);
    }

    private void add(Span at, String message) {
        problems.add(new Problem(at.line(), at.column(), message));
    }
}
