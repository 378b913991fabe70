package io.vedette.agent.peer;

import io.vedette.agent.probe.ping.PingTarget;
import io.vedette.agent.probe.ping.PingTargets;
import io.vedette.agent.ship.KafkaSettings;
import io.vedette.agent.ship.KafkaShipper;
import io.vedette.protocol.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other agents of this one, and knows of them. A node that falls silent stays known for a day, as it is just
 * then that its pings matter.
 */
public final class Peers implements PingTargets, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int MAX_PEERS = 5000;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final KafkaShipper shipper;
    private final String host;
    private final String version;
    private final List<PingTarget> configured;
    private final Duration interval;
    private final InstantSource clock;
    private final Map<String, Presence> known = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "peers");
    private volatile boolean closed;

    /**
     * @param host the node's own name, which is no target
     * @param configured targets besides the other agents
     * @param interval time between two announcements, and between two looks for others
     */
    public Peers(
            KafkaSettings settings,
            KafkaShipper shipper,
            String host,
            String version,
            List<String> configured,
            Duration interval,
            InstantSource clock) {
        this.settings = settings;
        this.shipper = shipper;
        this.host = host;
        this.version = version;
        this.configured = configured.stream()
                .map(target -> new PingTarget(target, target))
                .toList();
        this.interval = interval;
        this.clock = clock;
    }

    /** Starts to tell and to listen. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public List<PingTarget> current() {
        long oldest = clock.millis() - FORGOTTEN_AFTER.toMillis();
        List<PingTarget> targets = new ArrayList<>(configured);
        for (Presence peer : known.values()) {
            if (peer.timeMillis() >= oldest && !peer.host().equals(host)) {
                peer.addresses().forEach(address -> targets.add(new PingTarget(peer.host(), address)));
            }
        }
        return targets;
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    tellAndListen();
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    LOG.debug("other agents are not heard of: {}", e.toString());
                }
                Thread.sleep(Math.min(interval.toMillis(), POLL.toMillis()));
            }
        } catch (InterruptedException e) {
            LOG.debug("telling other agents ends");
        }
    }

    private void tellAndListen() throws InterruptedException {
        if (!shipper.isReady()) {
            return;
        }
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.STATE.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                Presence own = new Presence(host, OwnAddresses.find(), version, clock.millis());
                shipper.tell(own.key(), own.toJson());
                ConsumerRecords<String, byte[]> records;
                do {
                    records = consumer.poll(POLL);
                    records.forEach(this::hear);
                } while (!records.isEmpty());
                Thread.sleep(interval.toMillis());
            }
        }
    }

    private void hear(ConsumerRecord<String, byte[]> entry) {
        String key = entry.key();
        if (key == null || !key.startsWith(Presence.KEY_PREFIX)) {
            return;
        }
        if (entry.value() == null) {
            known.remove(key);
            return;
        }
        if (known.size() >= MAX_PEERS && !known.containsKey(key)) {
            return;
        }
        try {
            known.put(key, Presence.fromJson(entry.value()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} is not what an agent says of itself: {}", key, e.toString());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
