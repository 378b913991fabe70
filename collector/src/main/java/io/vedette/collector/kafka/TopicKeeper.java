package io.vedette.collector.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.protocol.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the topics exist, and knows whether Kafka answers. It never gives up: while Kafka is away it says so
 * once, and once more when it is back.
 *
 * <p>One thread of its own does the work; the rest is safe for use by any thread.
 */
public final class TopicKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicKeeper.class);
    private static final long CALM_SECONDS = 10;
    private static final long AWAY_SECONDS = 1;

    private final KafkaClients clients;
    private final short replicationFactor;
    private final int partitions;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch created = new CountDownLatch(1);
    private final Thread thread;
    private volatile String problem;

    /**
     * @param replicationFactor of topics that are created; -1 for the broker's default
     * @param partitions of the topics of logs and metrics when they are created
     */
    public TopicKeeper(KafkaClients clients, int replicationFactor, int partitions, MeterRegistry meters) {
        this.clients = clients;
        this.replicationFactor = (short) replicationFactor;
        this.partitions = partitions;
        this.problem = "waiting for Kafka at " + clients.bootstrapServers();
        this.thread = new Thread(this::run, "topics");
        this.thread.setDaemon(true);
        Gauge.builder("vedette.kafka.up", this, keeper -> keeper.problem.isEmpty() ? 1 : 0)
                .description("1 if Kafka answers and has the topics.")
                .register(meters);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** Waits until all topics have been there once; false if it is closed before. */
    public boolean awaitTopics() throws InterruptedException {
        created.await();
        return closing.getCount() > 0;
    }

    /** Why Kafka cannot be used; empty if it can. */
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        created.countDown();
    }

    private void run() {
        Admin admin = clients.admin();
        try {
            do {
                look(admin);
            } while (!closing.await(problem.isEmpty() ? CALM_SECONDS : AWAY_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Nobody waits for its answers any more.
            admin.close(Duration.ZERO);
        }
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            createMissing(admin);
            if (!problem.isEmpty()) {
                LOG.info("Kafka at {} answers and has the topics", clients.bootstrapServers());
                problem = "";
            }
            created.countDown();
        } catch (ExecutionException | KafkaException e) {
            tell("Kafka at " + clients.bootstrapServers() + " cannot be used: " + rootMessage(e) + "; trying on");
        }
    }

    private void createMissing(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> present = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (!present.contains(topic.topicName())) {
                missing.add(description(topic));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try {
            admin.createTopics(missing).all().get();
            LOG.info(
                    "created in Kafka: {}", missing.stream().map(NewTopic::name).toList());
        } catch (ExecutionException e) {
            // Another collector that started at the same time was faster: that is as good.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private NewTopic description(Topic topic) {
        return new NewTopic(
                        topic.topicName(),
                        Optional.of(topic.partitions(partitions)),
                        replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor))
                .configs(topic.settings());
    }

    private void tell(String sentence) {
        if (!sentence.equals(problem)) {
            LOG.warn("{}", sentence);
            problem = sentence;
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof TimeoutException) {
            return "nobody answers";
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
