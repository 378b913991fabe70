package io.vedette.collector.index;

import java.io.IOException;

/** The reading side of a log index. Safe for use by any number of threads. */
public interface LogSearcher {
    /**
     * Finds documents. A document is found at the latest one second after it was added.
     *
     * @throws LogQueryException if the query cannot be read or asks for too much
     * @throws IOException if the index cannot be reached or read
     */
    LogPage search(LogSearch search) throws LogQueryException, IOException;

    /**
     * Counts documents by time and level.
     *
     * @throws LogQueryException as {@link #search}
     * @throws IOException as {@link #search}
     */
    LogHistogram histogram(LogFilter filter, int buckets) throws LogQueryException, IOException;

    /**
     * Counts documents.
     *
     * @throws LogQueryException as {@link #search}
     * @throws IOException as {@link #search}
     */
    long count(LogFilter filter) throws LogQueryException, IOException;
}
