package io.vedette.collector.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a {@link LogSearch}.
 *
 * @param total how many documents the filter matches, on all pages together
 * @param hits those of this page, in the order asked for
 * @param next where the next page begins, null if this one is the last
 */
public record LogPage(long total, List<Hit> hits, @Nullable Cursor next) {
    /**
     * A document found.
     *
     * @param cursor its place
     * @param json the document as it was stored
     */
    public record Hit(Cursor cursor, byte[] json) {}

    public LogPage {
        hits = List.copyOf(hits);
    }
}
