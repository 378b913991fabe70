package io.vedette.collector.index;

/**
 * A place in an ordered list of documents, which stays where it is while documents are added. In text
 * {@code <millis>.<id>}, safe in a URL.
 *
 * @param millis the time the list is ordered by, milliseconds since the Unix epoch
 * @param id the document at the place
 */
public record Cursor(long millis, DocumentId id) {
    /**
     * Reads a cursor's text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Cursor parse(String text) {
        int dot = text.indexOf('.');
        try {
            return new Cursor(
                    Long.parseLong(text.substring(0, Math.max(dot, 0))), DocumentId.parse(text.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a cursor from an earlier answer: \"" + text + "\"", e);
        }
    }

    @Override
    public String toString() {
        return millis + "." + id;
    }
}
