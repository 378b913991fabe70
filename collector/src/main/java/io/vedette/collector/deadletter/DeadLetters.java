package io.vedette.collector.deadletter;

import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records nothing can be done with, so that the partition they came from goes on. */
public interface DeadLetters {
    /**
     * Keeps a record with the reason. Returns when it is kept for good, so that the origin's offset may be committed.
     *
     * @param record as it was read, bytes unchanged
     * @param reason one line for people: what is wrong with it, and where
     * @throws IOException if it could not be kept; the origin's offset must not be committed then
     */
    void bury(ConsumerRecord<byte[], byte[]> record, String reason) throws IOException;
}
