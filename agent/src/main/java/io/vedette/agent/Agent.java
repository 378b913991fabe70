package io.vedette.agent;

import io.vedette.agent.config.AgentConfig;
import io.vedette.agent.config.IpmiBoard;
import io.vedette.agent.config.LogFiles;
import io.vedette.agent.config.SyslogDoor;
import io.vedette.agent.config.SyslogReceiver;
import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.file.FileTail;
import io.vedette.agent.log.file.TailSettings;
import io.vedette.agent.log.journal.JournalSource;
import io.vedette.agent.log.journal.Journalctl;
import io.vedette.agent.log.redact.RedactingSink;
import io.vedette.agent.log.redact.Redaction;
import io.vedette.agent.log.syslog.SyslogSettings;
import io.vedette.agent.log.syslog.SyslogSource;
import io.vedette.agent.peer.Peers;
import io.vedette.agent.probe.LatestBatch;
import io.vedette.agent.probe.ProbeRunner;
import io.vedette.agent.probe.Samples;
import io.vedette.agent.probe.ScheduledProbe;
import io.vedette.agent.probe.catalog.ProbeContext;
import io.vedette.agent.probe.catalog.Probes;
import io.vedette.agent.probe.command.Commands;
import io.vedette.agent.probe.ipmi.IpmiTarget;
import io.vedette.agent.probe.node.Roots;
import io.vedette.agent.serve.AgentDoor;
import io.vedette.agent.serve.AgentProbe;
import io.vedette.agent.ship.KafkaSettings;
import io.vedette.agent.ship.KafkaShipper;
import io.vedette.agent.ship.LogSink;
import io.vedette.agent.ship.MetricShipper;
import io.vedette.agent.ship.MetricSpool;
import io.vedette.agent.ship.MetricsOnDisk;
import io.vedette.agent.spool.DiskSpool;
import io.vedette.agent.spool.SpoolSettings;
import io.vedette.agent.spool.SpoolSettings.WhenFull;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon on every node: probes, log sources, the shipper and a door, put together from a configuration.
 *
 * <p>The configuration is read once: to change it, close the agent and start a new one, which goes on where this one
 * stopped. {@link #start} and {@link #close} are called by one thread.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** Room in the producer beside log chunks: batches of samples, and what compression fails to gain. */
    private static final long PRODUCER_ROOM_BYTES = 4 << 20;

    /** Room in a record beside its longest line. */
    private static final long RECORD_ROOM_BYTES = 512 << 10;

    private static final Duration PRESENCE_INTERVAL = Duration.ofSeconds(30);
    private static final int DESCRIBE_EVERY_CYCLES = 20;

    private final AgentConfig config;
    private final String version;
    private final InstantSource clock;
    private final LongSupplier nanoTime = System::nanoTime;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private @Nullable AgentDoor door;

    /**
     * @param config what to do
     * @param version of this build
     * @param clock wall time
     */
    public Agent(AgentConfig config, String version, InstantSource clock) {
        this.config = config;
        this.version = version;
        this.clock = clock;
    }

    /**
     * Starts everything; Kafka need not be there yet.
     *
     * @throws StartException if the port is taken, the data folder cannot be used or the registry is damaged; nothing
     *     is left running then
     */
    public void start() throws StartException {
        try {
            startParts();
        } catch (StartException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void startParts() throws StartException {
        String host = config.name().isEmpty() ? hostName() : config.name();
        DataFolder data = DataFolder.take(config.data());
        running.push(data);

        KafkaSettings kafka = kafkaSettings(host);
        DiskSpool spool = openSpool(
                data.resolve("metrics.spool"), config.kafka().metricsSpool().bytes(), WhenFull.DROP_OLDEST);
        running.push(spool);
        MetricSpool metrics = new MetricsOnDisk(spool);
        KafkaShipper shipper = new KafkaShipper(kafka, host, metrics, nanoTime);
        running.push(shipper);
        Peers peers =
                new Peers(kafka, shipper, host, version, config.probes().ping().targets(), PRESENCE_INTERVAL, clock);
        LatestBatch latest = new LatestBatch();
        door = openDoor(latest, shipper);
        ByteBudget budget = new ByteBudget(config.logs().bufferSize().bytes());
        Redaction redaction = config.logs().redact().toRedaction();
        LogSink logs = redaction.isEmpty() ? shipper : new RedactingSink(shipper, redaction);
        FileTail tail = openTail(host, data, logs, budget);

        shipper.start();
        running.push(peers);
        peers.start();
        tail.start();
        startJournal(host, data, logs, budget);
        List<Consumer<Samples>> sources = new ArrayList<>(startSyslog(host, data, logs, budget));
        sources.add(redaction::measure);
        AgentProbe own = new AgentProbe(version, config.interval(), tail, budget, shipper, spool, sources, clock);
        ProbeRunner runner = new ProbeRunner(
                probes(peers, own),
                List.of(latest, new MetricShipper(metrics, DESCRIBE_EVERY_CYCLES)),
                Map.of("job", "node", "instance", host, "cluster", config.cluster()),
                ProbeRunner.Rhythm.every(config.interval()),
                clock,
                nanoTime);
        running.push(runner);
        runner.start();
        LOG.info("agent {} of {} runs, Kafka at {}", version, host, kafka.bootstrapServers());
    }

    private static String hostName() throws StartException {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new StartException("this machine does not know its own name; set name in the configuration", e);
        }
    }

    private KafkaSettings kafkaSettings(String host) {
        long line = config.logs().maxLineSize().bytes();
        return new KafkaSettings(
                config.kafka().bootstrapServers(),
                config.kafka().properties(),
                "vedette-agent-" + host,
                config.kafka().replicationFactor(),
                config.kafka().partitions(),
                Math.toIntExact(line + RECORD_ROOM_BYTES),
                config.logs().bufferSize().bytes() + PRODUCER_ROOM_BYTES);
    }

    private AgentDoor openDoor(LatestBatch latest, KafkaShipper shipper) throws StartException {
        try {
            AgentDoor opened = new AgentDoor(config.listen(), latest, shipper::isReady);
            running.push(opened);
            if (!config.listen().loopbackOnly()) {
                LOG.warn("{} is open to other machines without a password", config.listen());
            }
            return opened;
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on " + config.listen() + " (" + e.getMessage() + "); set listen to another address",
                    e);
        }
    }

    private FileTail openTail(String host, DataFolder data, LogSink sink, ByteBudget budget) throws StartException {
        TailSettings settings = TailSettings.of(
                host,
                config.logs().files().stream().map(LogFiles::toFileSet).toList(),
                data.resolve("files.registry"),
                Math.toIntExact(config.logs().maxLineSize().bytes()));
        try {
            FileTail tail = new FileTail(settings, sink, budget, clock, nanoTime);
            running.push(tail);
            return tail;
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private void startJournal(String host, DataFolder data, LogSink sink, ByteBudget budget) throws StartException {
        AgentConfig.Journal wanted = config.logs().journal();
        if (wanted == AgentConfig.Journal.NEVER) {
            return;
        }
        Optional<Path> journalctl = Journalctl.find(System.getenv().getOrDefault("PATH", ""));
        if (journalctl.isEmpty()) {
            if (wanted == AgentConfig.Journal.ALWAYS) {
                throw new StartException(
                        "there is no journal here, or no journalctl to read it; set logs.journal to auto");
            }
            return;
        }
        JournalSource.Settings settings = new JournalSource.Settings(
                host,
                journalctl.get(),
                data.resolve("journal.cursor"),
                Math.toIntExact(config.logs().maxLineSize().bytes()));
        try {
            JournalSource journal = new JournalSource(settings, sink, budget, clock);
            running.push(journal);
            journal.start();
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private DiskSpool openSpool(Path folder, long limitBytes, WhenFull whenFull) {
        long memoryBytes = config.kafka().metricsBuffer().bytes();
        return new DiskSpool(new SpoolSettings(folder, limitBytes, memoryBytes, whenFull), clock, nanoTime);
    }

    private List<Consumer<Samples>> startSyslog(String host, DataFolder data, LogSink sink, ByteBudget budget)
            throws StartException {
        SyslogReceiver wanted = config.logs().syslog();
        Path folder = data.resolve("syslog.spool");
        // What was received before it was switched off is still to be shipped.
        if (wanted.listen().isEmpty() && !Files.isDirectory(folder)) {
            return List.of();
        }
        SyslogSettings settings = wanted.toSettings(host, config.paths().procfs());
        DiskSpool spool = openSpool(folder, wanted.spool().bytes(), WhenFull.REFUSE);
        try {
            SyslogSource source = new SyslogSource(settings, spool, sink, budget, clock);
            running.push(source);
            source.start();
            for (SyslogDoor each : wanted.listen()) {
                if (!each.address().loopbackOnly() && each.clientCaFile() == null) {
                    LOG.warn("syslog on {} is taken from whoever can reach it", each.address());
                }
            }
            return List.of(source::measure);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<ScheduledProbe> probes(Peers peers, AgentProbe own) throws StartException {
        AgentConfig.Paths paths = config.paths();
        ProbeContext context = new ProbeContext(
                new Roots(paths.procfs(), paths.sysfs(), paths.rootfs()),
                System.getProperty("os.arch", ""),
                Commands.onPath(System.getenv().getOrDefault("PATH", ""), nanoTime),
                peers,
                ipmiTargets(),
                clock,
                nanoTime);
        List<ScheduledProbe> chosen = new ArrayList<>();
        List<String> unknown = new ArrayList<>(config.probes().disable());
        for (ScheduledProbe probe : Probes.all(context)) {
            if (!unknown.remove(probe.probe().name())) {
                chosen.add(paced(probe));
            }
        }
        if (!unknown.isEmpty()) {
            throw new StartException("probes.disable: there is no probe " + String.join(", ", unknown));
        }
        chosen.add(ScheduledProbe.eachCycle(own));
        return chosen;
    }

    private List<IpmiTarget> ipmiTargets() throws StartException {
        List<IpmiTarget> targets = new ArrayList<>();
        for (IpmiBoard board : config.probes().ipmi().targets()) {
            try {
                targets.add(board.toTarget());
            } catch (IOException e) {
                throw new StartException(String.valueOf(e.getMessage()), e);
            }
        }
        return targets;
    }

    private ScheduledProbe paced(ScheduledProbe probe) {
        return switch (probe.probe().name()) {
            case "smart" -> every(config.probes().smart().interval(), probe);
            case "ipmi" -> every(config.probes().ipmi().interval(), probe);
            case "ping" -> every(config.probes().ping().interval(), probe);
            default -> probe;
        };
    }

    private static ScheduledProbe every(Duration interval, ScheduledProbe probe) {
        return new ScheduledProbe(probe.probe(), interval, probe.deadline());
    }

    /** Where the door is, once started: {@code http://127.0.0.1:9801/}. */
    public String url() {
        if (door == null) {
            throw new IllegalStateException("not started");
        }
        String host =
                config.listen().host().isEmpty() ? "127.0.0.1" : config.listen().host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + door.port() + "/";
    }

    /** Stops everything in the reverse order of its start; what is under way to Kafka gets a few seconds. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop well", part.getClass().getSimpleName(), e);
            }
        }
    }
}
