package io.vedette.collector.index;

import io.vedette.collector.ecs.EcsFields;

/**
 * A log line as it will be stored.
 *
 * @param id where the line stood
 * @param dataset the data stream's dataset without the {@code vedette.} before it
 * @param namespace the data stream's namespace
 * @param timestampMillis {@code @timestamp}, milliseconds since the Unix epoch
 * @param lengthBytes length of the line as it was read
 * @param fields the document's fields by their full names
 * @param json the same fields as one JSON object, nested, without a raw line break
 */
public record LogDocument(
        DocumentId id,
        String dataset,
        String namespace,
        long timestampMillis,
        int lengthBytes,
        EcsFields fields,
        byte[] json) {}
