package io.vedette.rules.promql;

/** Operators between two expressions. */
public enum BinaryOperator {
    OR("or", 1, Kind.SET),
    AND("and", 2, Kind.SET),
    UNLESS("unless", 2, Kind.SET),
    EQUAL("==", 3, Kind.COMPARISON),
    NOT_EQUAL("!=", 3, Kind.COMPARISON),
    LESS_OR_EQUAL("<=", 3, Kind.COMPARISON),
    LESS("<", 3, Kind.COMPARISON),
    GREATER_OR_EQUAL(">=", 3, Kind.COMPARISON),
    GREATER(">", 3, Kind.COMPARISON),
    TRIM_UPPER("</", 3, Kind.TRIM),
    TRIM_LOWER(">/", 3, Kind.TRIM),
    ADD("+", 4, Kind.ARITHMETIC),
    SUBTRACT("-", 4, Kind.ARITHMETIC),
    MULTIPLY("*", 5, Kind.ARITHMETIC),
    DIVIDE("/", 5, Kind.ARITHMETIC),
    MODULO("%", 5, Kind.ARITHMETIC),
    ATAN2("atan2", 5, Kind.ARITHMETIC),
    POWER("^", 6, Kind.ARITHMETIC);

    /** What an operator does. */
    public enum Kind {
        /** Computes a number. */
        ARITHMETIC,
        /** Filters, or with {@code bool} answers 0 or 1. */
        COMPARISON,
        /** Takes observations of a histogram away. */
        TRIM,
        /** Combines the elements of two vectors. */
        SET
    }

    private final String symbol;
    private final int precedence;
    private final Kind kind;

    BinaryOperator(String symbol, int precedence, Kind kind) {
        this.symbol = symbol;
        this.precedence = precedence;
        this.kind = kind;
    }

    /** As PromQL writes it. */
    public String symbol() {
        return symbol;
    }

    /** How strongly it binds; more binds stronger. */
    public int precedence() {
        return precedence;
    }

    /** What it does. */
    public Kind kind() {
        return kind;
    }

    /** Whether {@code a op b op c} means {@code a op (b op c)}. */
    public boolean isRightAssociative() {
        return this == POWER;
    }

    /** The number an arithmetic operator computes, or the left one for any other. */
    public double compute(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case ATAN2 -> Math.atan2(left, right);
            case POWER -> power(left, right);
            case OR,
                    AND,
                    UNLESS,
                    TRIM_UPPER,
                    TRIM_LOWER,
                    EQUAL,
                    NOT_EQUAL,
                    LESS_OR_EQUAL,
                    LESS,
                    GREATER_OR_EQUAL,
                    GREATER -> left;
        };
    }

    /** As C99 has it: 1 to any power, and -1 to an infinite one, is 1, where Java answers NaN. */
    private static double power(double base, double exponent) {
        if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    /** Whether a comparison holds; true for any other operator. */
    public boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS_OR_EQUAL -> left <= right;
            case LESS -> left < right;
            case GREATER_OR_EQUAL -> left >= right;
            case GREATER -> left > right;
            case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, ATAN2, POWER -> true;
        };
    }
}
