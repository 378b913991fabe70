package io.vedette.agent.log.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Where an entry stands in the journal, from its cursor ({@code s=<id>;i=<number>;b=...}, see
 * {@code sd_journal_get_cursor(3)}). The number counts entries under the id and is never given twice, so the two
 * identify the entry for ever.
 *
 * @param cursor to go on behind it
 * @param sequence the id of the sequence of numbers
 * @param number the entry's number in it
 */
record JournalEntry(String cursor, String sequence, long number) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CURSOR_FIELD = "__CURSOR";

    /**
     * Finds the cursor in an entry as {@code journalctl -o json} writes it.
     *
     * @throws IOException if the bytes are no JSON object with a cursor
     */
    static JournalEntry of(byte[] json, int length) throws IOException {
        try (JsonParser parser = JSON.createParser(json, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("an entry of the journal is no JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(CURSOR_FIELD) && value == JsonToken.VALUE_STRING) {
                    return ofCursor(parser.getText());
                }
                parser.skipChildren();
            }
        }
        throw new IOException("an entry of the journal has no " + CURSOR_FIELD);
    }

    private static JournalEntry ofCursor(String cursor) throws IOException {
        String sequence = part(cursor, "s=");
        try {
            return new JournalEntry(cursor, sequence, Long.parseLong(part(cursor, "i="), 16));
        } catch (NumberFormatException e) {
            throw new IOException("\"" + cursor + "\" is no cursor of the journal", e);
        }
    }

    private static String part(String cursor, String name) throws IOException {
        for (String part : cursor.split(";", -1)) {
            if (part.startsWith(name) && part.length() > name.length()) {
                return part.substring(name.length());
            }
        }
        throw new IOException("\"" + cursor + "\" is no cursor of the journal");
    }
}
