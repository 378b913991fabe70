package io.vedette.collector;

import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.serve.StartException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A collector: reads Kafka, indexes, evaluates rules, tells people and serves.
 *
 * <p>Kafka or Elasticsearch being away is no reason not to start: the collector waits for them and says so. Safe for
 * use by any thread.
 */
public final class Collector implements AutoCloseable {
    private final CollectorConfig config;
    private final String version;
    private final InstantSource clock;
    private volatile @Nullable Parts parts;

    /**
     * A collector that does nothing yet.
     *
     * @param config what it is told
     * @param version of this build, for people
     * @param clock wall time
     */
    public Collector(CollectorConfig config, String version, InstantSource clock) {
        this.config = config;
        this.version = version;
        this.clock = clock;
    }

    /**
     * Starts everything; returns when the door is open. Whether questions can be answered fully is told by
     * {@link #notReady}. Call once.
     *
     * @throws StartException if a person must change something first; nothing is left running then
     */
    public synchronized void start() throws StartException {
        if (parts != null) {
            throw new IllegalStateException("already started");
        }
        parts = Parts.start(config, version, clock);
    }

    /** The URL of the page, with the port that the system chose if it was left to it. */
    public String url() {
        return running().url();
    }

    /** Why questions cannot be answered fully yet, in a sentence; empty if they can. */
    public Optional<String> notReady() {
        Parts running = parts;
        return running == null ? Optional.of("not started") : running.notReady();
    }

    /**
     * Reads rules and notification anew.
     *
     * @return what is wrong with them, in which case the old ones stay in force; empty if nothing is
     */
    public Optional<String> reload() {
        return running().reload();
    }

    private Parts running() {
        Parts running = parts;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /** Stops everything in order; what Kafka has acknowledged is found again at the next start. */
    @Override
    public synchronized void close() {
        Parts running = parts;
        if (running != null) {
            running.close();
        }
    }
}
