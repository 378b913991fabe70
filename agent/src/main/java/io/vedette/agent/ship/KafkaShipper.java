package io.vedette.agent.ship;

import io.vedette.protocol.SchemaVersion;
import io.vedette.protocol.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records to Kafka through one idempotent producer.
 *
 * <p>Two threads hand records to it, one for logs and one for metrics, as handing over blocks while Kafka is away. Log
 * chunks wait in a queue that is bounded by the sources' common budget; a chunk that fails is told so and read again by
 * its source. Metric batches wait in a spool and are sent one after another. Nothing is sent before the topics are
 * there.
 */
public final class KafkaShipper implements LogSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaShipper.class);
    private static final long RETRY_MILLIS = 1000;

    /** A batch that takes longer than this is a reason to look whether the topics are still there. */
    private static final long SLOW_SECONDS = 20;

    private static final Duration FLUSH = Duration.ofSeconds(3);
    private static final List<Header> HEADERS =
            List.of(new RecordHeader(SchemaVersion.HEADER, SchemaVersion.CURRENT.toBytes()));

    private final KafkaSettings settings;
    private final String host;
    private final MetricSpool spool;
    private final LongSupplier nanoTime;
    private final Topics topics;
    private final ShipCounters counters = new ShipCounters();
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Thread logs = new Thread(this::runLogs, "ship-logs");
    private final Thread metrics = new Thread(this::runMetrics, "ship-metrics");
    private final Object lock = new Object();

    /** Guarded by {@link #lock}. */
    private @Nullable KafkaProducer<String, byte[]> producer;

    private volatile boolean closed;
    private volatile boolean topicsThere;
    /** Since when a metric batch has been under way; 0 if none is. */
    private volatile long sendingSinceNanos;

    private String lastFailure = "";

    private record Item(String key, byte[] chunk, Outcome outcome) {}

    /**
     * @param host the node's name, the key of its metrics
     * @param spool where metric batches wait
     * @param nanoTime elapsed time, as {@link System#nanoTime}
     */
    public KafkaShipper(KafkaSettings settings, String host, MetricSpool spool, LongSupplier nanoTime) {
        this.settings = settings;
        this.host = host;
        this.spool = spool;
        this.nanoTime = nanoTime;
        this.topics = new Topics(settings);
    }

    /** Starts to send; Kafka need not be there yet. */
    public void start() {
        logs.setDaemon(true);
        metrics.setDaemon(true);
        logs.start();
        metrics.start();
    }

    @Override
    public void ship(String key, byte[] chunk, Outcome outcome) {
        queue.add(new Item(key, chunk, outcome));
    }

    /**
     * Tells all collectors and agents a fact that replaces the last one of this key; lost if Kafka is away, so it is to
     * be repeated.
     *
     * @throws InterruptedException if interrupted while waiting for Kafka
     */
    public void tell(String key, byte[] json) throws InterruptedException {
        if (!topicsThere) {
            return;
        }
        try {
            send(new ProducerRecord<>(Topic.STATE.topicName(), null, key, json, HEADERS))
                    .get(SLOW_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} was not told", key, e);
        }
    }

    private void runLogs() {
        try {
            awaitTopics();
            while (!closed) {
                Item item = queue.take();
                sendChunk(item);
            }
        } catch (InterruptedException e) {
            LOG.debug("shipping of logs ends");
        }
    }

    private void awaitTopics() throws InterruptedException {
        while (!closed && !topicsThere) {
            topicsThere = topics.ensure();
            if (!topicsThere) {
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void sendChunk(Item item) {
        Outcome outcome = item.outcome();
        send(new ProducerRecord<>(Topic.LOGS.topicName(), null, item.key(), item.chunk(), HEADERS))
                .whenComplete((bytes, failure) -> {
                    if (failure == null) {
                        outcome.acknowledged();
                    } else if (failure instanceof RecordTooLargeException) {
                        outcome.tooLarge();
                    } else {
                        outcome.failed();
                    }
                });
    }

    private void runMetrics() {
        try {
            awaitTopics();
            while (!closed) {
                byte[] batch = spool.awaitOldest();
                if (deliver(batch)) {
                    spool.delivered(batch);
                } else {
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("shipping of metrics ends");
        }
    }

    /** Sends a batch and waits for its outcome; whether it need not be sent again. */
    private boolean deliver(byte[] batch) throws InterruptedException {
        sendingSinceNanos = nanoTime.getAsLong() | 1;
        try {
            CompletableFuture<Integer> sent =
                    send(new ProducerRecord<>(Topic.METRICS.topicName(), null, host, batch, HEADERS));
            while (true) {
                try {
                    sent.get(SLOW_SECONDS, TimeUnit.SECONDS);
                    return true;
                } catch (TimeoutException e) {
                    // Somebody may have deleted them, and then the producer would try on for ever.
                    topics.ensure();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                LOG.error("a batch of {} bytes of samples is too large for Kafka and is left out", batch.length);
                return true;
            }
            return false;
        } finally {
            sendingSinceNanos = 0;
        }
    }

    /** Hands a record to the producer; the future fails with Kafka's own exceptions. */
    private CompletableFuture<Integer> send(ProducerRecord<String, byte[]> entry) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        int bytes = entry.value().length;
        KafkaProducer<String, byte[]> current = null;
        try {
            current = producer();
            KafkaProducer<String, byte[]> used = current;
            current.send(entry, (metadata, failure) -> {
                if (failure == null) {
                    counters.records.increment();
                    counters.bytes.add(bytes);
                    result.complete(bytes);
                } else {
                    failed(used, failure);
                    result.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failed(current, e);
            result.completeExceptionally(e);
        }
        return result;
    }

    private KafkaProducer<String, byte[]> producer() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            if (producer == null) {
                producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
            }
            return producer;
        }
    }

    private void failed(@Nullable KafkaProducer<String, byte[]> used, Exception failure) {
        if (closed) {
            return;
        }
        counters.failures.increment();
        String message = String.valueOf(failure.getMessage());
        boolean isNew;
        KafkaProducer<String, byte[]> spent = null;
        synchronized (lock) {
            isNew = !message.equals(lastFailure);
            lastFailure = message;
            boolean passing = failure instanceof RetriableException || failure instanceof RecordTooLargeException;
            if (!passing && used != null && used == producer) {
                // It may not recover from this one; a new one costs little and may.
                spent = producer;
                producer = null;
            }
        }
        if (isNew) {
            LOG.warn("Kafka did not take a record, it is sent again: {}", message);
        }
        if (spent != null) {
            spent.close(Duration.ZERO);
        }
    }

    /** Whether the topics are there and Kafka answers in good time. */
    public boolean isReady() {
        long since = sendingSinceNanos;
        return topicsThere && (since == 0 || nanoTime.getAsLong() - since < TimeUnit.SECONDS.toNanos(SLOW_SECONDS));
    }

    /** What was counted so far. */
    public ShipCounters counters() {
        return counters;
    }

    /** Ends sending; what is under way gets a few seconds to arrive. */
    @Override
    public void close() {
        KafkaProducer<String, byte[]> last;
        synchronized (lock) {
            closed = true;
            last = producer;
            producer = null;
        }
        logs.interrupt();
        metrics.interrupt();
        if (last != null) {
            last.close(FLUSH);
        }
        try {
            logs.join();
            metrics.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
