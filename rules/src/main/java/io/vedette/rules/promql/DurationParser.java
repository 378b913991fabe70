package io.vedette.rules.promql;

import io.vedette.rules.promql.Token.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads durations, also computed ones, where a range, a step or an offset stands. Not safe for several threads. */
final class DurationParser {
    private static final String EXPECTED = "number, duration, step(), or range()";

    private final TokenReader in;
    private int open;
    /** What is being read, for errors. */
    private String context = "";

    private String expected = "";

    DurationParser(TokenReader in) {
        this.in = in;
    }

    /**
     * A duration as far as it is known before the query runs.
     *
     * @param millis its length; 0 if it is computed
     * @param expression how it is computed; null if it is not
     */
    record Read(long millis, @Nullable DurationExpression expression) {}

    /** Reads a duration of more than 0, as stands between brackets. */
    Read positive(String newContext, String newExpected) throws PromQlException {
        context = newContext;
        expected = newExpected;
        Token first = in.token();
        DurationExpression read = sum(0);
        if (read instanceof DurationExpression.Literal literal) {
            if (!(literal.value() > 0)) {
                throw in.problem(first, "duration must be greater than 0");
            }
            return new Read(millis(first, literal.value()), null);
        }
        return new Read(0, read);
    }

    /** Reads an offset: a single word with or without a sign, or anything in parentheses. */
    Read offset() throws PromQlException {
        context = "offset";
        expected = EXPECTED;
        Token first = in.token();
        DurationExpression read = operand();
        return read instanceof DurationExpression.Literal literal
                ? new Read(millis(first, literal.value()), null)
                : new Read(0, read);
    }

    private long millis(Token at, double seconds) throws PromQlException {
        double millis = seconds * 1000;
        if (!(Math.abs(millis) <= DurationText.MAX_MILLIS)) {
            throw in.problem(at, "duration out of range");
        }
        return Math.round(millis);
    }

    /** A duration of operators that bind more strongly than {@code minimum}. */
    private DurationExpression sum(int minimum) throws PromQlException {
        if (++open > Parser.MAX_NESTING) {
            throw in.problem(in.token(), "expression is nested more than " + Parser.MAX_NESTING + " levels deep");
        }
        DurationExpression left = operand();
        int operators = 0;
        while (in.kind() == Kind.OPERATOR
                && in.token().operator().kind() == BinaryOperator.Kind.ARITHMETIC
                && in.token().operator() != BinaryOperator.ATAN2
                && in.token().operator().precedence() > minimum) {
            Token word = in.advance();
            if (++operators > Parser.MAX_DEPTH) {
                throw in.problem(word, "expression is nested more than " + Parser.MAX_DEPTH + " levels deep");
            }
            BinaryOperator operator = word.operator();
            DurationExpression right = sum(operator.precedence() - (operator.isRightAssociative() ? 1 : 0));
            refuseZero(word, operator, right);
            left = new DurationExpression.Arithmetic(operator, left, right);
        }
        open--;
        return left;
    }

    private void refuseZero(Token at, BinaryOperator operator, DurationExpression right) throws PromQlException {
        boolean zero = right instanceof DurationExpression.Literal literal && literal.value() == 0;
        if (zero && operator == BinaryOperator.DIVIDE) {
            throw in.problem(at, "division by zero");
        }
        if (zero && operator == BinaryOperator.MODULO) {
            throw in.problem(at, "modulo by zero");
        }
    }

    private DurationExpression operand() throws PromQlException {
        Token first = in.token();
        if (isSign(first)) {
            in.advance();
            return signed(first.is(BinaryOperator.SUBTRACT));
        }
        if (first.kind() == Kind.NUMBER || first.kind() == Kind.DURATION) {
            return new DurationExpression.Literal(in.numberOrSeconds(), first.kind() == Kind.DURATION);
        }
        if (first.kind() == Kind.LEFT_PAREN) {
            in.advance();
            DurationExpression inner = sum(0);
            in.expect(Kind.RIGHT_PAREN, context, expected);
            boolean needless = inner instanceof DurationExpression.Literal;
            return needless ? inner : new DurationExpression.Paren(inner);
        }
        if (isFunction(first) && in.peek().kind() == Kind.LEFT_PAREN) {
            return function(in.advance().text().toLowerCase(Locale.ROOT));
        }
        throw in.unexpected(context, expected);
    }

    private DurationExpression signed(boolean negative) throws PromQlException {
        if (++open > Parser.MAX_NESTING) {
            throw in.problem(in.token(), "expression is nested more than " + Parser.MAX_NESTING + " levels deep");
        }
        DurationExpression inner = operand();
        open--;
        if (!negative) {
            return inner;
        }
        return inner instanceof DurationExpression.Literal literal
                ? new DurationExpression.Literal(-literal.value(), literal.duration())
                : new DurationExpression.Negated(inner);
    }

    private DurationExpression function(String name) throws PromQlException {
        in.expect(Kind.LEFT_PAREN, context, expected);
        DurationExpression read;
        if (name.equals("step")) {
            read = new DurationExpression.Step();
        } else if (name.equals("range")) {
            read = new DurationExpression.Range();
        } else {
            DurationExpression left = sum(0);
            in.expect(Kind.COMMA, context, expected);
            read = new DurationExpression.Extreme(name.equals("max"), left, sum(0));
        }
        in.expect(Kind.RIGHT_PAREN, context, expected);
        return read;
    }

    private static boolean isSign(Token token) {
        return token.is(BinaryOperator.ADD) || token.is(BinaryOperator.SUBTRACT);
    }

    private static boolean isFunction(Token token) {
        return switch (token.text().toLowerCase(Locale.ROOT)) {
            case "step", "range", "min", "max" -> true;
            default -> false;
        };
    }
}
