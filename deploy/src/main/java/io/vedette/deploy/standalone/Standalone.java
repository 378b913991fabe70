package io.vedette.deploy.standalone;

import io.vedette.agent.Agent;
import io.vedette.agent.config.AgentConfig;
import io.vedette.agent.log.journal.Journalctl;
import io.vedette.collector.Collector;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.deploy.broker.EmbeddedBroker;
import io.vedette.protocol.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker, collector and agent in this process. Started whole or not at all; stopped in reverse order. */
public final class Standalone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final Deque<Part> running = new ArrayDeque<>();

    private record Part(String name, AutoCloseable stop) {}

    private Standalone() {}

    /**
     * Starts everything and returns when the page is served.
     *
     * @param version of this build
     * @param said takes the lines that tell people what is running and where
     * @throws UpException if a person must change something first; nothing is left running then
     */
    public static Standalone start(UpOptions options, String version, Consumer<String> said) throws UpException {
        long startedNanos = System.nanoTime();
        Standalone standalone = new Standalone();
        try {
            standalone.startParts(options, version, said);
        } catch (UpException | RuntimeException | Error e) {
            standalone.close();
            throw e;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        said.accept("");
        said.accept("ready after %.1f s: http://127.0.0.1:%d/  (Ctrl-C stops it)"
                .formatted(took.toMillis() / 1000.0, options.port()));
        return standalone;
    }

    private void startParts(UpOptions options, String version, Consumer<String> said) throws UpException {
        DataFolder data = DataFolder.take(options.data());
        running.push(new Part("data folder", data));
        requireFree(options.port(), "--port");
        requireFree(options.port() + 1, "--port, the agent's is the next one");

        // Mistakes in what the person wrote are told before anything takes its time to start.
        String kafka = options.kafka() == null ? "127.0.0.1:0" : options.kafka();
        agentConfig(options, kafka, data);
        collectorConfig(options, kafka, data);

        said.accept("vedette " + version + " keeps its data in " + options.data());
        if (options.kafka() == null) {
            kafka = startBroker(data.resolve("kafka"));
            said.accept("  Kafka    " + kafka + "  (embedded)");
        } else {
            said.accept("  Kafka    " + kafka);
        }
        Collector collector = new Collector(collectorConfig(options, kafka, data), version, InstantSource.system());
        startPart("collector", collector::start, collector);
        said.accept("  page     " + collector.url());
        said.accept("  index    "
                + (options.elasticsearch() == null
                        ? "Lucene  (embedded)"
                        : "Elasticsearch at " + DaemonConfigs.withoutUser(options.elasticsearch())));

        Agent agent = new Agent(agentConfig(options, kafka, data), version, InstantSource.system());
        startPart("agent", agent::start, agent);
        said.accept("  agent    " + agent.url() + "metrics");
        said.accept("  logs     " + String.join(", ", logs(options)));
        said.accept("  rules    "
                + Stream.concat(Stream.of("shipped"), options.rules().stream())
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")));
        said.accept("  alerts   "
                + (options.notifyFile() == null
                        ? "on the page only; --notify FILE has people told"
                        : "told as " + options.notifyFile() + " says"));
    }

    private static List<String> logs(UpOptions options) {
        List<String> logs = new ArrayList<>();
        logs.add("/var/log/**");
        if (Journalctl.find(System.getenv().getOrDefault("PATH", "")).isPresent()) {
            logs.add("the journal");
        }
        logs.addAll(options.tail());
        return logs;
    }

    private String startBroker(Path folder) throws UpException {
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(folder);
            running.push(new Part("Kafka", broker));
            return broker.bootstrapServers();
        } catch (IOException e) {
            throw new UpException("the embedded Kafka does not start: " + e.getMessage(), e);
        }
    }

    /** A start that a person may have to do something about; each daemon throws its own exception with the line. */
    private interface Start {
        void start() throws Exception;
    }

    private void startPart(String name, Start start, AutoCloseable stop) throws UpException {
        try {
            start.start();
            running.push(new Part(name, stop));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UpException(String.valueOf(e.getMessage()), e);
        }
    }

    private static AgentConfig agentConfig(UpOptions options, String kafka, DataFolder data) throws UpException {
        try {
            return AgentConfig.parse(DaemonConfigs.agent(options, kafka, data.resolve("agent")), "vedette up");
        } catch (ConfigException e) {
            throw new UpException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CollectorConfig collectorConfig(UpOptions options, String kafka, DataFolder data)
            throws UpException {
        try {
            return CollectorConfig.parse(
                    DaemonConfigs.collector(options, kafka, data.resolve("collector")), "vedette up");
        } catch (ConfigException e) {
            throw new UpException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireFree(int port, String option) throws UpException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection that lingers from the last run is no one in the way
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new UpException("port " + port + " is taken; choose another with " + option, e);
        }
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            Part part = running.pop();
            try {
                part.stop().close();
            } catch (Exception e) { // declared by AutoCloseable; the others are to be stopped all the same
                LOG.warn("{} did not stop cleanly: {}", part.name(), e.toString());
            }
        }
    }
}
