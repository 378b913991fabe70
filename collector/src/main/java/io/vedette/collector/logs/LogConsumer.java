package io.vedette.collector.logs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.Positions;
import io.vedette.collector.kafka.KafkaClients;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.protocol.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log topic into the index. An offset is committed only after the index has the documents before it; while
 * the index cannot take more, partitions are paused, so that memory stays bounded and the group knows we live.
 *
 * <p>One thread does all the work; {@link #start} and {@link #close} may be called from any.
 */
public final class LogConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogConsumer.class);
    private static final String TOPIC = Topic.LOGS.topicName();
    private static final Duration POLL = Duration.ofMillis(200);
    /** Work between two polls: far below the time after which the group takes us for dead. */
    private static final Duration WORK_MAX = Duration.ofSeconds(20);

    private static final Duration IDLE_COMMIT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

    private final KafkaClients kafka;
    private final String groupId;
    private final Duration commitInterval;
    private final LogIndex index;
    private final LogMetrics counts;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final RecordQueue queue;
    private final Delivery delivery;
    private final Counter failures;
    private final Counter skipped;
    private final Thread thread;

    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile long lagRecords;
    private volatile String problem = "";

    // What follows is used by the one thread alone.
    private @Nullable Batch batch;
    /** For each partition where to read on after a commit. */
    private final Map<Integer, Long> positions = new HashMap<>();
    /** For each partition the offset that is expected next, to see what Kafka has deleted unread. */
    private final Map<Integer, Long> expected = new HashMap<>();

    private boolean uncommitted;
    private long committedNanos;
    private long retryNanos;
    private final BackOff backOff = new BackOff(new SplittableRandom());
    private String topicId = "";

    /**
     * @param groupId the consumer group; collectors of one group share the partitions
     * @param commitInterval time between commits: so much is read again after a kill
     * @param counts counts what is stored
     * @param nanos elapsed time, as {@link System#nanoTime}
     */
    public LogConsumer(
            KafkaClients kafka,
            String groupId,
            Duration commitInterval,
            LineReader reader,
            LogIndex index,
            DeadLetters deadLetters,
            LogMetrics counts,
            InstantSource clock,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.groupId = groupId;
        this.commitInterval = commitInterval;
        this.index = index;
        this.counts = counts;
        this.clock = clock;
        this.nanos = nanos;
        queue = new RecordQueue(reader, meters);
        delivery = new Delivery(index, deadLetters, counts, meters);
        failures = Counter.builder("vedette_log_consumer_errors_total")
                .description("Failures of Kafka or the index after which reading began again at the last commit")
                .register(meters);
        skipped = Counter.builder("vedette_log_records_lost_total")
                .description("Records of the log topic that Kafka deleted before they were read")
                .register(meters);
        Gauge.builder("vedette_log_lag_records", this, self -> self.lagRecords)
                .description("Records of the log topic that are not yet read")
                .register(meters);
        thread = new Thread(this::run, "vedette-logs");
    }

    /** Begins to read. */
    public void start() {
        committedNanos = nanos.getAsLong();
        thread.start();
    }

    /** What keeps lines from being indexed at the moment, in a sentence; empty if nothing does. */
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    /** Records of the log topic that are not in the index yet. */
    public long lagRecords() {
        return lagRecords;
    }

    /** Commits what is stored and stops. The index stays open. */
    @Override
    public void close() {
        closed = true;
        closing.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            // An interrupt in the middle of a write would break the index's files: only if all else fails.
            thread.join(CLOSE_MAX.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                topicId = findTopicId();
                readUntilClosed();
            } catch (IOException | KafkaException e) {
                beginAgain(e);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The top of the thread: whatever it is, lines must go on arriving.
                LOG.error("reading logs failed", e);
                beginAgain(e);
            }
        }
    }

    private void beginAgain(Exception failure) {
        if (closed) {
            return;
        }
        failures.increment();
        tell(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        try {
            closing.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Offsets mean nothing in a topic made anew under the same name: its id tells. */
    private String findTopicId() throws IOException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            TopicDescription topic =
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC);
            if (topic == null) {
                throw new IOException(TOPIC + " is missing in Kafka at " + kafka.bootstrapServers());
            }
            return topic.topicId().toString();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot read " + TOPIC + " at " + kafka.bootstrapServers() + ": " + cause.getMessage(), cause);
        }
    }

    private void readUntilClosed() throws IOException {
        Consumer<byte[], byte[]> reading = kafka.groupReader("vedette-collector-logs", groupId);
        consumer = reading;
        try {
            reading.subscribe(Set.of(TOPIC), new Assignment(reading));
            readOn(reading);
            if (uncommitted) {
                commit(reading);
            }
        } finally {
            consumer = null;
            // First, as closing would commit what is stored: after a failure of the index, nothing is.
            forget();
            reading.close();
        }
    }

    private void readOn(Consumer<byte[], byte[]> reading) throws IOException {
        while (!closed) {
            pauseWhileBusy(reading);
            try {
                reading.poll(POLL).forEach(this::accept);
            } catch (WakeupException e) {
                return;
            }
            work();
            // Also when nothing came: the index deletes by time.
            Duration due = uncommitted ? commitInterval : IDLE_COMMIT_INTERVAL;
            if (!positions.isEmpty() && nanos.getAsLong() - committedNanos >= due.toNanos()) {
                commit(reading);
            }
            lagRecords = lag(reading);
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        Long next = expected.put(record.partition(), record.offset() + 1);
        if (next != null && record.offset() > next) {
            skipped.increment(record.offset() - next);
            LOG.error(
                    "{} records of {}-{} from offset {} were deleted by Kafka before they were read:"
                            + " give the topic a longer retention",
                    record.offset() - next,
                    TOPIC,
                    record.partition(),
                    next);
        }
        queue.add(record);
    }

    /** A paused partition is polled without being fetched. */
    private void pauseWhileBusy(Consumer<byte[], byte[]> reading) {
        if (batch != null || !queue.isEmpty()) {
            reading.pause(reading.assignment());
        } else {
            reading.resume(reading.paused());
        }
    }

    private void work() throws IOException {
        long begun = nanos.getAsLong();
        while (!closed && nanos.getAsLong() - begun < WORK_MAX.toNanos()) {
            Batch current = batch == null ? queue.next(clock.instant()) : batch;
            if (current.isEmpty() || batch != null && nanos.getAsLong() - retryNanos < 0) {
                return;
            }
            batch = current;
            Optional<String> waiting = delivery.attempt(current);
            if (waiting.isPresent()) {
                tell(waiting.get());
                retryNanos = nanos.getAsLong() + backOff.next().toNanos();
                return;
            }
            positions.putAll(current.positions());
            uncommitted = true;
            batch = null;
            if (!problem.isEmpty()) {
                LOG.info("logs are being indexed again");
            }
            problem = "";
            backOff.reset();
        }
    }

    private void commit(Consumer<byte[], byte[]> reading) throws IOException {
        index.commit(new Positions(topicId, positions));
        counts.settle();
        uncommitted = false;
        committedNanos = nanos.getAsLong();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : reading.assignment()) {
            Long next = positions.get(partition.partition());
            if (next != null) {
                offsets.put(partition, new OffsetAndMetadata(next));
            }
        }
        try {
            reading.commitSync(offsets);
        } catch (RebalanceInProgressException | CommitFailedException e) {
            // The partitions are being given out anew, perhaps to others: who gets them finds what is stored already.
            LOG.debug("offsets not committed", e);
        }
    }

    private static long lag(Consumer<byte[], byte[]> reading) {
        long sum = 0;
        for (TopicPartition partition : reading.assignment()) {
            OptionalLong lag = reading.currentLag(partition);
            sum += lag.orElse(0);
        }
        return sum;
    }

    /** What was polled and not committed will be polled again. */
    private void forget() {
        queue.clear();
        batch = null;
        positions.clear();
        expected.clear();
        counts.discard();
        uncommitted = false;
    }

    private void tell(String sentence) {
        if (!sentence.equals(problem)) {
            LOG.warn("logs wait to be indexed: {}; trying on", sentence);
            problem = sentence;
        }
    }

    /** Partitions come and go; called within poll, by the same thread. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> reading;

        Assignment(Consumer<byte[], byte[]> reading) {
            this.reading = reading;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (uncommitted) {
                try {
                    commit(reading);
                } catch (IOException e) {
                    throw new KafkaException(e.getMessage(), e);
                }
            }
            forget();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            index.forgetSources();
            if (!index.keepsPositions()) {
                return;
            }
            Optional<Positions> committed = committed();
            committed.ifPresent(known -> positions.putAll(known.next()));
            for (TopicPartition partition : partitions) {
                Long next = positions.get(partition.partition());
                if (next == null) {
                    reading.seekToBeginning(Set.of(partition));
                } else {
                    reading.seek(partition, next);
                    expected.put(partition.partition(), next);
                }
            }
        }

        private Optional<Positions> committed() {
            try {
                return index.committed().filter(known -> known.topicId().equals(topicId));
            } catch (IOException e) {
                throw new KafkaException(e.getMessage(), e);
            }
        }
    }
}
