package io.vedette.collector.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.collector.metrics.RebuildProgress.State;
import io.vedette.collector.state.StateException;
import io.vedette.collector.state.StateKey;
import io.vedette.collector.state.StateStore;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import io.vedette.rules.head.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the metrics topic into the head: at start all of the head's window, then what comes. Every collector reads all
 * partitions, as a rule may join any hosts, and commits nothing, as the head is rebuilt at every start.
 *
 * <p>One thread of its own reads; the rest is safe for use by any thread.
 */
public final class MetricsConsumer implements Completeness, AutoCloseable {
    /** Record header: which process wrote a record of rules' results, so that it need not read them itself. */
    public static final String WRITER_HEADER = "vedette-writer";

    private static final Logger LOG = LoggerFactory.getLogger(MetricsConsumer.class);
    private static final String TOPIC = Topic.METRICS.topicName();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CONTACT_EVERY = Duration.ofMillis(500);
    private static final Duration CONTACT_TIMEOUT = Duration.ofSeconds(5);
    /** All series are looked at for it. */
    private static final Duration TRUNCATE_EVERY = Duration.ofSeconds(10);

    private static final Duration REFRESH_EVERY = Duration.ofMinutes(1);
    /** The kind of the state records that say up to where a partition's poison has been put aside. */
    private static final String BURIED = "deadletter";

    private final Consumer<byte[], byte[]> consumer;
    private final SampleIntake intake;
    private final AgentPresence presence;
    private final Head head;
    private final DeadLetters deadLetters;
    private final StateStore state;
    private final byte[] ownWriter;
    private final InstantSource clock;
    private final MetricsSettings settings;
    private final Watermark watermark;
    private final LimitWatch limits;
    private final Counter records;
    private final Counter poison;
    private final Counter failures;
    private final Thread thread = new Thread(this::run, "metrics-read");
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Only the reading thread touches these. */
    private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();

    private final Map<TopicPartition, Long> buriedUpTo = new HashMap<>();
    private Map<TopicPartition, Long> rebuildEnds = Map.of();
    private Map<TopicPartition, Long> contactEnds = Map.of();
    private Instant contactAt = Instant.MIN;
    private Instant refreshedAt = Instant.MIN;
    private Instant truncatedAt = Instant.EPOCH;

    private volatile RebuildProgress progress = new RebuildProgress(State.WAITING, 0, 0);
    private volatile long lagRecords;

    /**
     * @param consumer without a group, used by this object alone and closed by it
     * @param head filled by this object, which also truncates it
     * @param state remembers which poison records were put aside already; started before this object
     * @param writerId tells this process's own results of rules, which it has in the head already, from those of others
     */
    public MetricsConsumer(
            Consumer<byte[], byte[]> consumer,
            Head head,
            MetricMetadata metadata,
            DeadLetters deadLetters,
            StateStore state,
            String writerId,
            InstantSource clock,
            MetricsSettings settings,
            MeterRegistry meters) {
        this.consumer = consumer;
        this.head = head;
        this.presence = new AgentPresence(head, settings.window().toMillis(), settings.maxAgents(), meters);
        this.intake = new SampleIntake(head, presence, metadata, settings, clock, meters);
        this.deadLetters = deadLetters;
        this.state = state;
        this.ownWriter = writerId.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        this.settings = settings;
        this.watermark = new Watermark(settings);
        this.limits = new LimitWatch(head, clock, meters);
        this.records = Counter.builder("vedette_metrics_records_total").register(meters);
        this.poison = Counter.builder("vedette_metrics_poison_records_total")
                .description("Records that could not be understood; they are in the dead-letter topic.")
                .register(meters);
        this.failures = Counter.builder("vedette_metrics_read_failures_total").register(meters);
        Gauge.builder("vedette_metrics_lag_records", this, self -> self.lagRecords)
                .description("Records in Kafka that are not in the head yet.")
                .register(meters);
        Gauge.builder("vedette_metrics_rebuilt_ratio", this, self -> self.progress.percent() / 100.0)
                .description("How much of the head's window has been read since the start.")
                .register(meters);
        Gauge.builder(
                        "vedette_metrics_complete_until_seconds",
                        this,
                        self -> self.completeUntil().toEpochMilli() / 1000.0)
                .description("Time up to which the head has all that was sent.")
                .register(meters);
    }

    /** Begins to read, in the background; Kafka need not answer yet. Call once. */
    public void start() {
        thread.start();
    }

    /** How far the head has been rebuilt. */
    public RebuildProgress progress() {
        return progress;
    }

    /** Records in Kafka that are not in the head yet. */
    public long lagRecords() {
        return lagRecords;
    }

    @Override
    public Instant completeUntil() {
        return watermark.completeUntil();
    }

    @Override
    public boolean awaitComplete(Instant until, Duration atMost) throws InterruptedException {
        return watermark.awaitComplete(until, atMost);
    }

    private void run() {
        while (!isClosing()) {
            try {
                if (consumer.assignment().isEmpty()) {
                    begin();
                } else {
                    step();
                }
            } catch (WakeupException | InterruptException e) {
                if (!isClosing()) {
                    LOG.warn("reading {} was interrupted", TOPIC);
                }
            } catch (KafkaException e) {
                failures.increment();
                LOG.warn("cannot read {}: {}; trying on", TOPIC, e.toString());
                pause();
            }
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            closing.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin() {
        Instant now = clock.instant();
        head.truncate(now.minus(settings.window()).toEpochMilli());
        // Earlier than the window where the history is behind: what it lacks must be read once more.
        long fromMillis = head.horizonMillis();
        List<TopicPartition> partitions = partitions();
        if (partitions.isEmpty()) {
            LOG.warn("topic {} does not exist yet; waiting for it", TOPIC);
            pause();
            return;
        }
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, fromMillis));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        rebuildEnds = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            long offset = first == null ? rebuildEnds.getOrDefault(partition, 0L) : first.offset();
            consumer.seek(partition, offset);
            firstOffsets.put(partition, offset);
            readMark(partition);
        }
        refreshedAt = now;
        progress = new RebuildProgress(State.REBUILDING, 0, toRebuild());
        LOG.info("{}", progress);
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(TOPIC, CONTACT_TIMEOUT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private long toRebuild() {
        return rebuildEnds.entrySet().stream()
                .mapToLong(end -> end.getValue() - firstOffsets.getOrDefault(end.getKey(), end.getValue()))
                .sum();
    }

    private void step() {
        contact();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            take(record);
        }
        measureLag();
        limits.look();
        if (progress.state() == State.REBUILDING) {
            followRebuild();
        }
        if (progress.state() == State.LIVE && !contactEnds.isEmpty() && hasReached(contactEnds)) {
            contactEnds = Map.of();
            complete();
        }
    }

    /** Asks Kafka itself where the topic ends: what a fetch last said may be old when Kafka does not answer. */
    private void contact() {
        Instant now = clock.instant();
        boolean isRecent = now.isBefore(contactAt.plus(CONTACT_EVERY)) && !now.isBefore(contactAt);
        if (!contactEnds.isEmpty() || isRecent) {
            return;
        }
        if (Duration.between(refreshedAt, now).compareTo(REFRESH_EVERY) > 0) {
            refreshPartitions();
            refreshedAt = now;
        }
        contactEnds = consumer.endOffsets(consumer.assignment(), CONTACT_TIMEOUT);
        contactAt = now;
        watermark.contact(now);
    }

    /** A topic may be given more partitions; what they hold is new, so they are read from their beginning. */
    private void refreshPartitions() {
        List<TopicPartition> partitions = partitions();
        if (partitions.size() > consumer.assignment().size()) {
            List<TopicPartition> added = partitions.stream()
                    .filter(partition -> !consumer.assignment().contains(partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(added);
            added.forEach(this::readMark);
            LOG.info("{} has {} more partitions", TOPIC, added.size());
        }
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void measureLag() {
        long lag = 0;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong known = consumer.currentLag(partition);
            lag += known.orElse(0);
        }
        lagRecords = lag;
    }

    private void followRebuild() {
        long done = firstOffsets.entrySet().stream()
                .mapToLong(first -> consumer.position(first.getKey()) - first.getValue())
                .sum();
        if (hasReached(rebuildEnds)) {
            progress = new RebuildProgress(State.LIVE, done, done);
            LOG.info("the head is rebuilt from {} records", done);
            return;
        }
        RebuildProgress next = new RebuildProgress(State.REBUILDING, done, progress.recordsTotal());
        if (next.percent() / 10 > progress.percent() / 10) {
            LOG.info("{}", next);
        }
        progress = next;
    }

    private void complete() {
        Instant until = watermark.reached(contactAt);
        presence.silentUntil(until.toEpochMilli());
        boolean wasLately = contactAt.isBefore(truncatedAt.plus(TRUNCATE_EVERY)) && !contactAt.isBefore(truncatedAt);
        if (!wasLately) {
            head.truncate(contactAt.minus(settings.window()).toEpochMilli());
            truncatedAt = contactAt;
        }
        watermark.publish(until);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        records.increment();
        Header writer = record.headers().lastHeader(WRITER_HEADER);
        if (writer != null && Arrays.equals(writer.value(), ownWriter)) {
            return;
        }
        try {
            Header version = record.headers().lastHeader(SchemaVersion.HEADER);
            if (version != null) {
                SchemaVersion.check(version.value());
            }
            if (record.value() == null) {
                throw new MalformedRecordException("a record without a value");
            }
            intake.take(record.value(), clock.millis(), writer == null);
        } catch (MalformedRecordException e) {
            bury(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{}-{} offset {} met a fault of ours", record.topic(), record.partition(), record.offset(), e);
            bury(record, "a fault of the collector: " + e);
        }
    }

    /** Of the records that are read again at every start, each is put aside once. */
    private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
        poison.increment();
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() <= buriedUpTo.getOrDefault(partition, -1L)) {
            return;
        }
        try {
            deadLetters.bury(record, reason);
            buriedUpTo.put(partition, record.offset());
            state.put(mark(partition), JsonNodeFactory.instance.objectNode().put("offset", record.offset()));
        } catch (StateException e) {
            LOG.warn("{}: a record may be put on the dead-letter topic twice", e.getMessage());
        } catch (IOException e) {
            LOG.error("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private void readMark(TopicPartition partition) {
        state.get(mark(partition))
                .ifPresent(mark -> buriedUpTo.put(partition, mark.path("offset").asLong(-1)));
    }

    private static StateKey mark(TopicPartition partition) {
        return new StateKey(BURIED, partition.toString());
    }

    /** Stops reading and closes the consumer. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
