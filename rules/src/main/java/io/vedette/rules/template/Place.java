package io.vedette.rules.template;

import java.nio.charset.StandardCharsets;

/**
 * A place in a template.
 *
 * @param line from 1
 * @param column in bytes from 0, as Go counts
 */
record Place(String template, int line, int column) {
    static Place of(String template, String text, int position) {
        int line = 1;
        int start = 0;
        for (int at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) {
            line++;
            start = at + 1;
        }
        int column = text.substring(start, position).getBytes(StandardCharsets.UTF_8).length;
        return new Place(template, line, column);
    }

    /** As Go begins its messages about syntax. */
    String prefix() {
        return "template: " + template + ":" + line;
    }

    /** As Go begins its messages about execution. */
    String prefixWithColumn() {
        return prefix() + ":" + column;
    }
}
