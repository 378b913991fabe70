package io.vedette.agent.ship;

import io.vedette.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topics are there. Safe for use by any thread. */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final KafkaSettings settings;
    private String complaint = "";

    Topics(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the topics that are missing.
     *
     * @return whether all are there; if not, the reason has been logged, once
     */
    synchronized boolean ensure() throws InterruptedException {
        try (Admin admin = Admin.create(settings.admin())) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                if (!present.contains(topic.topicName())) {
                    missing.add(description(topic));
                }
            }
            for (NewTopic topic : missing) {
                create(admin, topic);
            }
        } catch (ExecutionException e) {
            complain(e.getCause() == null ? e : e.getCause());
            return false;
        } catch (KafkaException e) {
            complain(e);
            return false;
        }
        if (!complaint.isEmpty()) {
            LOG.info("Kafka at {} answers", settings.bootstrapServers());
            complaint = "";
        }
        return true;
    }

    private void create(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            LOG.info("topic {} created", topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private NewTopic description(Topic topic) {
        Optional<Short> replication =
                settings.replicationFactor() < 1 ? Optional.empty() : Optional.of((short) settings.replicationFactor());
        return new NewTopic(topic.topicName(), Optional.of(topic.partitions(settings.partitions())), replication)
                .configs(topic.settings());
    }

    private static String reason(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "nobody answers";
        }
        // What Kafka's clients say when no name of a broker leads to an address.
        return cause.getCause() instanceof ConfigException config
                ? String.valueOf(config.getMessage())
                : String.valueOf(cause.getMessage());
    }

    private void complain(Throwable cause) {
        String reason = reason(cause);
        if (!reason.equals(complaint)) {
            complaint = reason;
            String advice = cause instanceof AuthorizationException
                    ? "; create the topics vedette.metrics, vedette.logs, vedette.state and vedette.deadletter, or allow"
                            + " this user to"
                    : "; log files wait and nothing is lost, trying on";
            LOG.error("Kafka at {}: {}{}", settings.bootstrapServers(), reason, advice);
        }
    }
}
