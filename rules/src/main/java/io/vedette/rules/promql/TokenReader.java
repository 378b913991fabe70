package io.vedette.rules.promql;

import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.PromQlException.Problem;
import io.vedette.rules.promql.Token.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The words of an expression one after the other, and what the parser asks of single ones. */
final class TokenReader {
    /** Times further from 1970 than 31 million years are refused, so that adding ranges to them can't overflow. */
    private static final double MOST_SECONDS = 1e15;

    private final Lexer lexer;
    private final LineIndex lines;
    private Token current;
    private @Nullable Token following;
    private int lastEnd;

    TokenReader(String text) {
        this.lexer = new Lexer(text);
        this.lines = new LineIndex(text);
        this.current = lexer.next();
    }

    /** The word that is next. */
    Token token() {
        return current;
    }

    /** Its kind. */
    Kind kind() {
        return current.kind();
    }

    /** The word after the next. */
    Token peek() {
        if (following == null) {
            following = lexer.next();
        }
        return following;
    }

    /** Takes the next word. */
    Token advance() {
        Token taken = current;
        lastEnd = taken.end();
        current = following == null ? lexer.next() : following;
        following = null;
        return taken;
    }

    /** Index after the word taken last. */
    int lastEnd() {
        return lastEnd;
    }

    /** Takes the next word if it is of that kind; whether it was. */
    boolean accept(Kind kind) {
        if (current.kind() != kind) {
            return false;
        }
        advance();
        return true;
    }

    /** Takes the next word, which must be of that kind. */
    Token expect(Kind kind, String context, String expected) throws PromQlException {
        if (current.kind() != kind) {
            throw unexpected(context, expected);
        }
        return advance();
    }

    Span span(Token token) {
        return lines.span(token.start(), token.end());
    }

    /** The next word cannot stand where it stands. */
    PromQlException unexpected(String context, String expected) {
        if (current.kind() == Kind.ERROR) {
            return problem(current, current.text());
        }
        return problem(
                current,
                "unexpected " + current.words()
                        + (context.isEmpty() ? "" : " in " + context)
                        + (expected.isEmpty() ? "" : ", expected " + expected));
    }

    PromQlException problem(Token at, String message) {
        return problem(span(at), message);
    }

    PromQlException problem(Span at, @Nullable String message) {
        return new PromQlException(List.of(problemAt(at, message == null ? "malformed" : message)));
    }

    Problem problemAt(Span at, String message) {
        return new Problem(at.line(), at.column(), message);
    }

    /** Takes a number, or a duration as a number of seconds. */
    double numberOrSeconds() throws PromQlException {
        Token word = current;
        if (word.kind() == Kind.DURATION) {
            OptionalLong millis = DurationText.parse(word.text());
            if (millis.isEmpty()) {
                throw problem(word, "not a valid duration string: " + StringText.quote(word.text()));
            }
            advance();
            return millis.getAsLong() / 1000.0;
        }
        try {
            double value = NumberText.parse(word.text());
            advance();
            return value;
        } catch (NumberFormatException e) {
            throw problem(word, "error parsing number: " + StringText.quote(word.text()) + " is not a number");
        }
    }

    /** Takes a time in seconds since the epoch, as stands after {@code @}; milliseconds. */
    long timestampMillis(Span subject) throws PromQlException {
        boolean negative = current.is(BinaryOperator.SUBTRACT);
        if (negative || current.is(BinaryOperator.ADD)) {
            advance();
        }
        if (kind() != Kind.NUMBER && kind() != Kind.DURATION) {
            throw unexpected("@", "timestamp");
        }
        double seconds = negative ? -numberOrSeconds() : numberOrSeconds();
        if (!(Math.abs(seconds) < MOST_SECONDS)) {
            throw problem(subject, "timestamp out of bounds for @ modifier: " + sixDecimals(seconds));
        }
        return Math.round(seconds * 1000);
    }

    private static String sixDecimals(double number) {
        return Double.isNaN(number) || Double.isInfinite(number)
                ? NumberText.plain(number)
                : new BigDecimal(number).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }
}
