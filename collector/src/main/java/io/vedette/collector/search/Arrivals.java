package io.vedette.collector.search;

import io.vedette.collector.index.Cursor;
import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogPage;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.LogSearch;
import io.vedette.collector.index.LogSearch.Order;
import io.vedette.collector.index.LogSearcher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again for lines that have arrived since the last look.
 *
 * <p>Lines of one moment become visible bit by bit, and several collectors' clocks differ a little. So each look goes
 * back over the last seconds, and passes over what it has given already.
 *
 * <p>Not safe for use by several threads.
 */
final class Arrivals {
    private static final Duration OVERLAP = Duration.ofSeconds(3);
    /** Pages of one look: beyond that nobody could read along. */
    private static final int PAGES_MAX = 5;

    private final LogSearcher index;
    private final String query;
    private final InstantSource clock;
    /** Given already, within the overlap, with the time of arrival. */
    private final Map<DocumentId, Long> given = new HashMap<>();

    private Instant since;

    /**
     * What a look found.
     *
     * @param hits new lines, in the order of their arrival
     * @param skipped how many more there were
     */
    record Look(List<LogPage.Hit> hits, long skipped) {}

    /** @param after the last line that an earlier stream gave; null to begin with the lines of the last moments */
    Arrivals(LogSearcher index, InstantSource clock, String query, @Nullable Cursor after) {
        this.index = index;
        this.clock = clock;
        this.query = query;
        since = after == null ? clock.instant() : Instant.ofEpochMilli(after.millis());
    }

    Look look() throws LogQueryException, IOException {
        Instant from = since.minus(OVERLAP);
        given.values().removeIf(millis -> millis < from.toEpochMilli());
        LogFilter filter = new LogFilter(query, from, null);
        List<LogPage.Hit> fresh = new ArrayList<>();
        Cursor after = null;
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            LogPage page = index.search(new LogSearch(filter, Order.AS_ARRIVED, LogSearch.LIMIT_MAX, after));
            for (LogPage.Hit hit : page.hits()) {
                if (given.putIfAbsent(hit.cursor().id(), hit.cursor().millis()) == null) {
                    fresh.add(hit);
                }
                since = later(since, Instant.ofEpochMilli(hit.cursor().millis()));
            }
            after = page.next();
            if (after == null) {
                return new Look(fresh, 0);
            }
        }
        return new Look(fresh, skip());
    }

    /** Leaps to now over lines that came too fast. */
    private long skip() throws LogQueryException, IOException {
        Instant now = clock.instant();
        LogSearch behind =
                new LogSearch(new LogFilter(query, since.plusMillis(1), now.plus(OVERLAP)), Order.AS_ARRIVED, 1, null);
        long skipped = index.search(behind).total();
        since = now.plus(OVERLAP);
        return skipped;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
