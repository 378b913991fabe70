package io.vedette.collector.index;

import org.jspecify.annotations.Nullable;

/**
 * A question for documents.
 *
 * @param filter which documents; the times are those of {@code order}'s field
 * @param order which come first
 * @param limit the most documents to answer with, 1 to {@value #LIMIT_MAX}
 * @param after only documents behind this one in the order; null to begin
 */
public record LogSearch(
        LogFilter filter, Order order, int limit, @Nullable Cursor after) {
    /** The most documents a page can hold. */
    public static final int LIMIT_MAX = 1_000;

    /** Orders of documents. Equal times are ordered by source, then by place in it. */
    public enum Order {
        /** By {@code @timestamp}, descending. */
        NEWEST_FIRST("@timestamp", true),
        /** By {@code event.ingested}, ascending: for following what arrives, late lines too. */
        AS_ARRIVED("event.ingested", false);

        private final String field;
        private final boolean descending;

        Order(String field, boolean descending) {
            this.field = field;
            this.descending = descending;
        }

        /** The date field that is ordered by. */
        public String field() {
            return field;
        }

        /** Whether the latest comes first. */
        public boolean descending() {
            return descending;
        }
    }

    public LogSearch {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + LIMIT_MAX);
        }
    }
}
