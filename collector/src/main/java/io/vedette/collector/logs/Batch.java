package io.vedette.collector.logs;

import io.vedette.collector.index.LogDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Documents on their way to the index, with the records they came from, until each is stored or buried.
 *
 * <p>Not safe for use by several threads.
 */
final class Batch {
    /** A document and the record that it is part of. */
    record Item(LogDocument document, ConsumerRecord<byte[], byte[]> origin) {}

    private final List<Item> waiting = new ArrayList<>();
    /** Records with a part nothing can be done with, and the reason. */
    private final Map<ConsumerRecord<byte[], byte[]>, String> hopeless = new LinkedHashMap<>();
    /** Where to read on, for each partition, when all is settled. */
    private final Map<Integer, Long> positions = new LinkedHashMap<>();

    private long bytes;

    void add(LogDocument document, ConsumerRecord<byte[], byte[]> origin) {
        waiting.add(new Item(document, origin));
        bytes += document.json().length;
    }

    /** Notes that nothing can be done with a record, or a part of it; the first reason is kept. */
    void giveUp(ConsumerRecord<byte[], byte[]> record, String reason) {
        hopeless.putIfAbsent(record, reason);
    }

    /** Notes that the last of a record is in this batch. */
    void endOf(ConsumerRecord<byte[], byte[]> record) {
        positions.put(record.partition(), record.offset() + 1);
    }

    List<Item> waiting() {
        return waiting;
    }

    Map<ConsumerRecord<byte[], byte[]>, String> hopeless() {
        return hopeless;
    }

    Map<Integer, Long> positions() {
        return positions;
    }

    /** Bytes of the documents, for limits. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && hopeless.isEmpty() && positions.isEmpty();
    }
}
