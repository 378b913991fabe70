package io.vedette.rules.promql;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr.VectorSelector.Bounds;
import io.vedette.rules.promql.PromQlException.Problem;
import io.vedette.rules.promql.Token.Kind;
import io.vedette.rules.promql.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Builds the expression of a text by recursive descent. Stops at the first word that cannot stand where it stands;
 * mistakes that leave the structure clear are collected. Not safe for use by several threads.
 */
final class Parser {
    /**
     * Deeper trees, such as those of longer chains of operators, are refused: evaluation must not exhaust the stack.
     */
    static final int MAX_DEPTH = 300;
    /** Deeper nesting is refused, as this parser must not exhaust the stack either. */
    static final int MAX_NESTING = 64;

    private final TokenReader in;
    private final LabelParser labels;
    private final DurationParser durations;
    private final MatchingParser matchings;
    private final List<Problem> problems = new ArrayList<>();
    /** How many expressions are being parsed, one inside the other. */
    private int open;
    /** How deep the expression parsed last is. */
    private int depth;

    Parser(String text) {
        this.in = new TokenReader(text);
        this.labels = new LabelParser(in);
        this.durations = new DurationParser(in);
        this.matchings = new MatchingParser(in, labels);
    }

    /** Parses a whole expression, without looking at types. */
    Expr parse() throws PromQlException {
        if (in.kind() == Kind.END_OF_INPUT) {
            throw new PromQlException(List.of(new Problem(1, 1, "no expression found in input")));
        }
        Expr expression = expression(0);
        if (in.kind() != Kind.END_OF_INPUT) {
            throw in.unexpected("", "");
        }
        if (!problems.isEmpty()) {
            throw new PromQlException(problems);
        }
        return expression;
    }

    /** An expression of operators that bind more strongly than {@code minimum}. */
    private Expr expression(int minimum) throws PromQlException {
        enter();
        Expr left = operand();
        int deepest = depth;
        while (in.kind() == Kind.OPERATOR && in.token().operator().precedence() > minimum) {
            Token word = in.advance();
            BinaryOperator operator = word.operator();
            boolean bool = in.accept(Kind.BOOL);
            VectorMatching matching = matchings.matching();
            Expr right = expression(operator.precedence() - (operator.isRightAssociative() ? 1 : 0));
            deepest = Math.max(deepest, depth) + 1;
            check(deepest, word);
            left = new Expr.Binary(
                    operator,
                    left,
                    right,
                    bool,
                    operator.kind() == BinaryOperator.Kind.SET && !matching.isGrouped()
                            ? matching.with(Cardinality.MANY_TO_MANY)
                            : matching,
                    in.span(word),
                    left.span().to(right.span()));
        }
        open--;
        depth = deepest;
        return left;
    }

    private void enter() throws PromQlException {
        check(++open, MAX_NESTING, in.token());
    }

    private void check(int deepest, Token at) throws PromQlException {
        check(deepest, MAX_DEPTH, at);
    }

    private void check(int deepest, int limit, Token at) throws PromQlException {
        if (deepest > limit) {
            throw in.problem(at, "expression is nested more than " + limit + " levels deep");
        }
    }

    private Expr operand() throws PromQlException {
        Token first = in.token();
        if (first.is(BinaryOperator.ADD) || first.is(BinaryOperator.SUBTRACT)) {
            in.advance();
            return signed(first);
        }
        Expr expression = primary(first);
        while (true) {
            if (in.kind() == Kind.LEFT_BRACKET) {
                expression = range(expression);
                check(depth, in.token());
            } else if (in.kind() == Kind.OFFSET) {
                expression = offset(expression);
            } else if (in.kind() == Kind.AT) {
                expression = at(expression);
            } else {
                Bounds bounds = bounds(in.token());
                if (bounds == Bounds.PLAIN) {
                    return expression;
                }
                in.advance();
                expression = bounded(expression, bounds);
            }
        }
    }

    private static Bounds bounds(Token word) {
        if (word.kind() != Kind.IDENTIFIER) {
            return Bounds.PLAIN;
        }
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "anchored" -> Bounds.ANCHORED;
            case "smoothed" -> Bounds.SMOOTHED;
            default -> Bounds.PLAIN;
        };
    }

    private Expr bounded(Expr inner, Bounds bounds) throws PromQlException {
        String modifier = bounds.suffix().strip();
        Span span = inner.span().to(in.lastEnd());
        if (inner instanceof Expr.VectorSelector vector) {
            if (vector.bounds() != Bounds.PLAIN && vector.bounds() != bounds) {
                throw in.problem(inner.span(), "anchored and smoothed modifiers cannot be used together");
            }
            return new Expr.VectorSelector(vector.name(), vector.matchers(), vector.shift(), bounds, span);
        } else if (inner instanceof Expr.MatrixSelector matrix) {
            return new Expr.MatrixSelector(
                    (Expr.VectorSelector) bounded(matrix.vector(), bounds),
                    matrix.rangeMillis(),
                    matrix.rangeExpression(),
                    span);
        }
        throw in.problem(
                inner.span(),
                inner instanceof Expr.Subquery
                        ? modifier + " modifier is not supported for subqueries"
                        : modifier + " modifier not implemented");
    }

    private Expr signed(Token sign) throws PromQlException {
        boolean negative = sign.is(BinaryOperator.SUBTRACT);
        Expr inner = expression(BinaryOperator.MULTIPLY.precedence());
        Span span = in.span(sign).to(inner.span());
        if (inner instanceof Expr.NumberLiteral number) {
            return new Expr.NumberLiteral(negative ? -number.value() : number.value(), number.duration(), span);
        }
        depth++;
        check(depth, sign);
        return new Expr.Unary(negative, inner, span);
    }

    private Expr primary(Token first) throws PromQlException {
        switch (first.kind()) {
            case NUMBER, DURATION:
                depth = 1;
                double value = in.numberOrSeconds();
                return new Expr.NumberLiteral(value, first.kind() == Kind.DURATION, in.span(first));
            case STRING:
                depth = 1;
                in.advance();
                return new Expr.StringLiteral(StringText.unquote(first.text()), in.span(first));
            case LEFT_PAREN:
                in.advance();
                Expr inner = expression(0);
                Token last = in.expect(Kind.RIGHT_PAREN, "", "");
                depth++;
                return new Expr.Paren(inner, in.span(first).to(last.end()));
            case LEFT_BRACE:
                return selector(null);
            default:
                return named(first);
        }
    }

    private Expr named(Token first) throws PromQlException {
        Kind next = in.peek().kind();
        if (first.kind() == Kind.AGGREGATOR && (next == Kind.LEFT_PAREN || next == Kind.BY || next == Kind.WITHOUT)) {
            return aggregate();
        }
        boolean callable = first.kind() == Kind.IDENTIFIER || first.kind() == Kind.START || first.kind() == Kind.END;
        if (callable && next == Kind.LEFT_PAREN) {
            return call();
        }
        if (!first.isMetricName()) {
            throw in.unexpected("", "");
        }
        return selector(in.advance());
    }

    private Expr aggregate() throws PromQlException {
        Token name = in.advance();
        boolean without = in.kind() == Kind.WITHOUT;
        boolean grouped = without || in.kind() == Kind.BY;
        List<String> names = List.of();
        if (grouped) {
            in.advance();
            names = labels.names();
        }
        Arguments arguments = arguments("aggregation");
        int end = arguments.end;
        if (!grouped && (in.kind() == Kind.BY || in.kind() == Kind.WITHOUT)) {
            without = in.advance().kind() == Kind.WITHOUT;
            names = labels.names();
            end = in.lastEnd();
        }
        AggregateOperator operator = name.aggregator();
        Span span = in.span(name).to(end);
        int wanted = operator.parameter() == null ? 1 : 2;
        int given = arguments.list.size();
        if (given == 0) {
            throw in.problem(span, "no arguments for aggregate expression provided");
        }
        if (given != wanted) {
            throw in.problem(
                    span,
                    "wrong number of arguments for aggregate expression provided, expected " + wanted + ", got "
                            + given);
        }
        Expr parameter = wanted == 2 ? arguments.list.get(0) : null;
        return new Expr.Aggregate(operator, arguments.list.get(wanted - 1), parameter, names, without, span);
    }

    private Expr call() throws PromQlException {
        Token name = in.advance();
        FunctionSignature function = FunctionSignatures.named(name.text());
        if (function == null) {
            problems.add(in.problemAt(in.span(name), "unknown function with name " + StringText.quote(name.text())));
            function = new FunctionSignature(name.text(), List.of(), -1, ValueType.VECTOR);
        }
        Arguments arguments = arguments("");
        return new Expr.Call(function, arguments.list, in.span(name).to(arguments.end));
    }

    /** What stands between two parentheses. */
    private record Arguments(List<Expr> list, int end) {}

    private Arguments arguments(String context) throws PromQlException {
        in.expect(Kind.LEFT_PAREN, context, "");
        List<Expr> list = new ArrayList<>();
        int deepest = 0;
        while (in.kind() != Kind.RIGHT_PAREN) {
            list.add(expression(0));
            deepest = Math.max(deepest, depth);
            if (in.kind() == Kind.COMMA) {
                Token comma = in.advance();
                if (in.kind() == Kind.RIGHT_PAREN) {
                    throw in.problem(comma, "trailing commas not allowed in function call args");
                }
            } else if (in.kind() != Kind.RIGHT_PAREN) {
                throw in.unexpected("", "");
            }
        }
        int end = in.advance().end();
        depth = deepest + 1;
        return new Arguments(list, end);
    }

    private Expr range(Expr inner) throws PromQlException {
        Token bracket = in.advance();
        DurationParser.Read range =
                durations.positive("subquery or range selector", "number, duration, step(), or range()");
        if (in.kind() == Kind.COLON) {
            in.advance();
            return subquery(inner, range);
        }
        int end = in.expect(Kind.RIGHT_BRACKET, "subquery or range", "\":\" or \"]\"")
                .end();
        Span brackets = in.span(bracket).to(end);
        if (!(inner instanceof Expr.VectorSelector vector)) {
            throw in.problem(brackets, "ranges only allowed for vector selectors");
        }
        if (vector.shift().hasOffset()) {
            throw in.problem(brackets, "no offset modifiers allowed before range");
        }
        if (vector.shift().isFixed()) {
            throw in.problem(brackets, "no @ modifiers allowed before range");
        }
        depth++;
        return new Expr.MatrixSelector(
                vector, range.millis(), range.expression(), inner.span().to(end));
    }

    private Expr subquery(Expr inner, DurationParser.Read range) throws PromQlException {
        DurationParser.Read step = in.kind() == Kind.RIGHT_BRACKET
                ? new DurationParser.Read(0, null)
                : durations.positive("subquery selector", "number, duration, step(), range(), or \"]\"");
        int end = in.expect(Kind.RIGHT_BRACKET, "subquery selector", "\"]\"").end();
        depth++;
        return new Expr.Subquery(
                inner,
                range.millis(),
                range.expression(),
                step.millis(),
                step.expression(),
                TimeShift.NONE,
                inner.span().to(end));
    }

    private Expr offset(Expr inner) throws PromQlException {
        in.advance();
        DurationParser.Read offset = durations.offset();
        TimeShift shift = shiftOf(inner, "offset");
        if (shift.hasOffset()) {
            throw in.problem(inner.span(), "offset may not be set multiple times");
        }
        return shifted(inner, shift.withOffset(offset.millis(), offset.expression()));
    }

    private Expr at(Expr inner) throws PromQlException {
        in.advance();
        TimeShift shift = shiftOf(inner, "@");
        if (shift.isFixed()) {
            throw in.problem(inner.span(), "@ <timestamp> may not be set multiple times");
        }
        if (in.kind() == Kind.START || in.kind() == Kind.END) {
            boolean start = in.advance().kind() == Kind.START;
            in.expect(Kind.LEFT_PAREN, "@", "timestamp");
            in.expect(Kind.RIGHT_PAREN, "@", "timestamp");
            return shifted(inner, shift.withAnchor(start ? TimeShift.Anchor.START : TimeShift.Anchor.END, 0));
        }
        return shifted(inner, shift.withAnchor(TimeShift.Anchor.TIME, in.timestampMillis(inner.span())));
    }

    private TimeShift shiftOf(Expr expression, String modifier) throws PromQlException {
        if (expression instanceof Expr.VectorSelector vector) {
            return vector.shift();
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            return matrix.vector().shift();
        } else if (expression instanceof Expr.Subquery subquery) {
            return subquery.shift();
        }
        throw in.problem(
                expression.span(),
                modifier
                        + " modifier must be preceded by an instant vector selector or range vector selector or a subquery");
    }

    private Expr shifted(Expr expression, TimeShift shift) {
        Span span = expression.span().to(in.lastEnd());
        if (expression instanceof Expr.VectorSelector vector) {
            return new Expr.VectorSelector(vector.name(), vector.matchers(), shift, vector.bounds(), span);
        } else if (expression instanceof Expr.MatrixSelector matrix) {
            return new Expr.MatrixSelector(
                    matrix.vector().with(shift), matrix.rangeMillis(), matrix.rangeExpression(), span);
        } else if (expression instanceof Expr.Subquery subquery) {
            return new Expr.Subquery(
                    subquery.inner(),
                    subquery.rangeMillis(),
                    subquery.rangeExpression(),
                    subquery.stepMillis(),
                    subquery.stepExpression(),
                    shift,
                    span);
        }
        throw new IllegalStateException("no selector: " + expression.getClass());
    }

    private Expr selector(@Nullable Token name) throws PromQlException {
        depth = 1;
        Span span = in.span(name == null ? in.token() : name);
        List<LabelMatcher> matchers = new ArrayList<>();
        if (in.kind() == Kind.LEFT_BRACE) {
            in.advance();
            span = span.to(labels.matchers(matchers));
        }
        if (name == null) {
            return new Expr.VectorSelector("", matchers, TimeShift.NONE, span);
        }
        matchers.add(LabelMatcher.equal(Labels.NAME, name.text()));
        return new Expr.VectorSelector(name.text(), matchers, TimeShift.NONE, span);
    }
}
