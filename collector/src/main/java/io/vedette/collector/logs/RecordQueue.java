package io.vedette.collector.logs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as they were polled, made into batches of documents of bounded size. A record that is no chunk gives a batch
 * that says so: it never stops those behind it.
 *
 * <p>Not safe for use by several threads.
 */
final class RecordQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RecordQueue.class);
    private static final int DOCUMENTS_MAX = 4_000;
    private static final long BYTES_MAX = 4L << 20;
    /** Lines understood at a time, between looks at the batch's size. */
    private static final int SLICE = 256;

    private final LineReader reader;
    private final Counter malformed;
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    /** The first record's chunk, once decoded. */
    private @Nullable LogChunk chunk;
    /** The first line of {@link #chunk} that is in no batch yet. */
    private int line;

    RecordQueue(LineReader reader, MeterRegistry meters) {
        this.reader = reader;
        malformed = Counter.builder("vedette_log_records_malformed_total")
                .description("Records of the log topic that are no chunk, or a newer one than this build reads")
                .register(meters);
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    void clear() {
        records.clear();
        chunk = null;
    }

    /** The next batch, empty if there is no record. */
    Batch next(Instant now) {
        Batch batch = new Batch();
        while (!records.isEmpty() && batch.waiting().size() < DOCUMENTS_MAX && batch.bytes() < BYTES_MAX) {
            ConsumerRecord<byte[], byte[]> record = records.peek();
            if (readSome(record, batch, now)) {
                batch.endOf(record);
                records.remove();
                chunk = null;
            }
        }
        return batch;
    }

    /** Puts some of a record's lines into the batch; true if those were the last. */
    private boolean readSome(ConsumerRecord<byte[], byte[]> record, Batch batch, Instant now) {
        try {
            LogChunk read = chunk;
            if (read == null) {
                read = decode(record);
                chunk = read;
                line = 0;
            }
            int end = Math.min(read.size(), line + SLICE);
            for (LogDocument document : reader.read(read, now, line, end)) {
                batch.add(document, record);
            }
            line = end;
            return end == read.size();
        } catch (MalformedRecordException e) {
            malformed.increment();
            batch.giveUp(record, String.valueOf(e.getMessage()));
            return true;
        } catch (RuntimeException e) {
            // The door between bytes from outside and all that understands them: a fault in it must not stop the
            // partition, and must be seen.
            LOG.error(
                    "cannot understand the record at offset {} of {}-{}",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    e);
            malformed.increment();
            batch.giveUp(record, "cannot be understood: " + e);
            return true;
        }
    }

    private static LogChunk decode(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        Header version = record.headers().lastHeader(SchemaVersion.HEADER);
        if (version != null && version.value() != null) {
            SchemaVersion.check(version.value());
        }
        if (record.value() == null) {
            throw new MalformedRecordException("the record has no value");
        }
        return LogChunkCodec.decode(record.value());
    }
}
