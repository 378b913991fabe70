package io.vedette.rules.promql;

/**
 * A piece of an expression's text.
 *
 * @param start index of its first character, from 0
 * @param end index after its last character
 * @param line of the first character, from 1
 * @param column of the first character in that line, in characters from 1
 */
public record Span(int start, int end, int line, int column) {
    /** From the start of this piece to the end of another that comes later. */
    Span to(Span last) {
        return to(last.end);
    }

    /** From the start of this piece to another end. */
    Span to(int newEnd) {
        return newEnd == end ? this : new Span(start, newEnd, line, column);
    }

    /** As {@code line:column}. */
    public String position() {
        return line + ":" + column;
    }
}
