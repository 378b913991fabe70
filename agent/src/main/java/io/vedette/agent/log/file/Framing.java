package io.vedette.agent.log.file;

import io.vedette.agent.log.multiline.Joiner;
import io.vedette.agent.log.multiline.Joining;

/**
 * How lines and events are found.
 *
 * @param joiner says which lines are one event
 * @param maxLine longest line in bytes; a longer one is cut there and passed over up to its terminator
 * @param maxLines most lines of an event
 * @param maxEvent most bytes of an event, from its first line's first byte to its last line's end
 * @param unit of the encoding
 */
record Framing(Joiner joiner, int maxLine, int maxLines, int maxEvent, CodeUnit unit) {
    /** Every line is an event. */
    static Framing lines(int maxLine, CodeUnit unit) {
        return of(Joining.never(), Joining.never().rule().joiner(), maxLine, unit);
    }

    /** @param joiner made by the rule of {@code joining} */
    static Framing of(Joining joining, Joiner joiner, int maxLine, CodeUnit unit) {
        return new Framing(joiner, maxLine, joining.maxLines(), joining.maxBytes(maxLine), unit);
    }
}
