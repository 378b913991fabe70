package io.vedette.deploy.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker and controller (KRaft) in this process, listening on the loopback address, its data in a folder.
 *
 * <p>Sized for one machine: few threads, small segments and buffers. What it has acknowledged survives any end of the
 * process; after a {@code kill -9} the next start waits some seconds for the broker's old session to end.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** Tried at the first start, so that people and tools find the broker where they expect one. */
    private static final int USUAL_PORT = 9092;

    private static final int MOST_TRIES = 3;

    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("log.segment.bytes", "16777216"),
            Map.entry("log.index.size.max.bytes", "1048576"),
            // Acknowledged means on disk soon even if the machine, not only the process, goes away.
            Map.entry("log.flush.interval.ms", "1000"),
            Map.entry("metadata.log.segment.bytes", "8388608"),
            Map.entry("metadata.max.retention.bytes", "16777216"),
            Map.entry("metadata.max.idle.interval.ms", "5000"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "2"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "1000"));

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param folder for its data; made and formatted when new
     * @throws IOException if the folder cannot be used, in words meant for people
     */
    public static EmbeddedBroker start(Path folder) throws IOException {
        Path log = Files.createDirectories(folder.resolve("log"));
        format(log);
        sayWhenKafkaEndsTheProcess(folder);
        for (int tries = 1; ; tries++) {
            int port = freePort(tries == 1 ? lastPort(folder) : 0);
            KafkaRaftServer server =
                    new KafkaRaftServer(KafkaConfig.fromProps(properties(log, port), false), Time.SYSTEM);
            try {
                server.startup();
            } catch (RuntimeException e) {
                server.shutdown();
                server.awaitShutdown();
                // Somebody else may have taken the port after it was seen free.
                if (tries < MOST_TRIES && root(e) instanceof BindException) {
                    continue;
                }
                throw new IOException(String.valueOf(root(e).getMessage()), e);
            }
            Files.writeString(folder.resolve("port"), Integer.toString(port));
            return new EmbeddedBroker(server, port);
        }
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Properties properties(Path log, int port) throws IOException {
        int controllerPort = freePort(0);
        Properties properties = new Properties();
        properties.putAll(SMALL);
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", log.toString());
        return properties;
    }

    /** A broker that can write to none of its folders halts the process it runs in, with its reason and no advice. */
    private static void sayWhenKafkaEndsTheProcess(Path folder) {
        Exit.setHaltProcedure((status, message) -> {
            LOG.error(
                    "the embedded Kafka ends this process, for the reason above; see that the disk of {} has room and"
                            + " start again: it carries on where it was",
                    folder);
            Runtime.getRuntime().halt(status);
        });
    }

    private static void format(Path folder) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(out)
                    .run();
        } catch (Exception e) { // the declared type of Formatter.run
            throw new IOException(
                    "Kafka's folder " + folder + " cannot be prepared: " + e.getMessage() + " "
                            + said.toString(StandardCharsets.UTF_8).strip(),
                    e);
        }
    }

    /** The port of the last start, as agents on other nodes may know the broker by it. */
    private static int lastPort(Path folder) throws IOException {
        Path file = folder.resolve("port");
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : USUAL_PORT;
        } catch (NumberFormatException e) {
            return USUAL_PORT; // the file was cut short by a full disk or edited: nothing is lost with it
        }
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw e;
            }
            return freePort(0);
        }
    }

    /** Where clients reach it, as {@code host:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops it and waits until it has. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
