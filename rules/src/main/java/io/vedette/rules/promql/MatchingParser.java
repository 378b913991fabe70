package io.vedette.rules.promql;

import io.vedette.rules.promql.Token.Kind;
import io.vedette.rules.promql.VectorMatching.Cardinality;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads how the elements of two vectors are matched, after an operator. Not safe for use by several threads. */
final class MatchingParser {
    private static final Set<String> FILL_MODIFIERS = Set.of("fill", "fill_left", "fill_right");

    private final TokenReader in;
    private final LabelParser labels;

    MatchingParser(TokenReader in, LabelParser labels) {
        this.in = in;
        this.labels = labels;
    }

    /** Reads all that stands there, which may be nothing. */
    VectorMatching matching() throws PromQlException {
        return filling(labelled());
    }

    private VectorMatching labelled() throws PromQlException {
        if (in.kind() != Kind.ON && in.kind() != Kind.IGNORING) {
            return new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());
        }
        boolean on = in.advance().kind() == Kind.ON;
        List<String> names = labels.names();
        if (in.kind() != Kind.GROUP_LEFT && in.kind() != Kind.GROUP_RIGHT) {
            return new VectorMatching(Cardinality.ONE_TO_ONE, on, names, List.of());
        }
        Cardinality cardinality =
                in.advance().kind() == Kind.GROUP_LEFT ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
        List<String> include = in.kind() == Kind.LEFT_PAREN ? labels.names() : List.of();
        return new VectorMatching(cardinality, on, names, include);
    }

    /** Reads {@code fill}, {@code fill_left} and {@code fill_right}. */
    private VectorMatching filling(VectorMatching matching) throws PromQlException {
        VectorMatching result = matching;
        Set<String> seen = new HashSet<>();
        while (in.kind() == Kind.IDENTIFIER && in.peek().kind() == Kind.LEFT_PAREN) {
            String modifier = in.token().text().toLowerCase(Locale.ROOT);
            boolean both = modifier.equals("fill");
            if (!FILL_MODIFIERS.contains(modifier) || (both && !seen.isEmpty()) || seen.contains("fill")) {
                break;
            }
            if (!seen.add(modifier)) {
                throw in.unexpected("", "");
            }
            in.advance();
            double value = fillValue();
            result = result.filling(
                    both || modifier.equals("fill_left") ? Double.valueOf(value) : result.fillLeft(),
                    both || modifier.equals("fill_right") ? Double.valueOf(value) : result.fillRight());
        }
        return result;
    }

    private double fillValue() throws PromQlException {
        in.expect(Kind.LEFT_PAREN, "fill value", "\"(\"");
        boolean negative = in.token().is(BinaryOperator.SUBTRACT);
        if (negative || in.token().is(BinaryOperator.ADD)) {
            in.advance();
        }
        if (in.kind() != Kind.NUMBER && in.kind() != Kind.DURATION) {
            throw in.unexpected("fill value", "number");
        }
        double value = in.numberOrSeconds();
        in.expect(Kind.RIGHT_PAREN, "fill value", "\")\"");
        return negative ? -value : value;
    }
}
