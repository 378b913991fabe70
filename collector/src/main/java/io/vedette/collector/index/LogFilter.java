package io.vedette.collector.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which documents are meant.
 *
 * @param query Lucene query syntax over ECS fields, a bare word looks in {@code message}; empty for all
 * @param from the earliest time, inclusive; null for no limit
 * @param to the time before which it must be, exclusive; null for no limit
 */
public record LogFilter(
        String query, @Nullable Instant from, @Nullable Instant to) {}
