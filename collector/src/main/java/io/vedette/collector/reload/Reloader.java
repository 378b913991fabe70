package io.vedette.collector.reload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files again when their contents change, and when it is told to. Files that are wrong are refused and what was
 * in force stays; that is logged when the mistakes change, and a metric stays 0 until they are right again.
 *
 * <p>One thread of its own looks for changes; safe for use by any thread.
 */
public final class Reloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final List<Reloadable> parts;
    private final Duration interval;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "reload");
    /** Held while reading, so that a change and a request do not meet; guards {@link #seen} and {@link #problems}. */
    private final Object reading = new Object();

    private final Map<Reloadable, String> seen = new HashMap<>();
    private final Map<Reloadable, String> problems = new HashMap<>();
    private volatile boolean good = true;
    private volatile Instant lastSuccess;

    /**
     * @param parts what is read
     * @param interval time between two looks at the files
     * @param clock wall time
     */
    public Reloader(List<Reloadable> parts, Duration interval, InstantSource clock, MeterRegistry meters) {
        this.parts = List.copyOf(parts);
        this.interval = interval;
        this.clock = clock;
        this.lastSuccess = clock.instant();
        Gauge.builder("vedette_config_last_reload_successful", this, self -> self.good ? 1 : 0)
                .description("1 if the rules and the notification in force are those in the files.")
                .register(meters);
        Gauge.builder(
                        "vedette_config_last_reload_success_timestamp_seconds",
                        this,
                        self -> self.lastSuccess.toEpochMilli() / 1000.0)
                .description("When the files were last put in force.")
                .register(meters);
    }

    /**
     * Reads everything for the first time, then begins to look for changes.
     *
     * @throws ReloadException if anything is wrong: there is nothing older that could stay in force
     */
    public void start() throws ReloadException {
        Optional<String> problem = reload();
        if (problem.isPresent()) {
            throw new ReloadException(problem.get());
        }
        thread.start();
    }

    /** Reads everything again; tells what is wrong, empty if nothing is. */
    public Optional<String> reload() {
        synchronized (reading) {
            parts.forEach(part -> read(part, fingerprint(part)));
            return problem();
        }
    }

    /** Whether what is in force is what stands in the files. */
    public boolean isGood() {
        return good;
    }

    /** When the files were last put in force. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    private void watch() {
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                synchronized (reading) {
                    for (Reloadable part : parts) {
                        String fingerprint = fingerprint(part);
                        if (!fingerprint.equals(seen.get(part))) {
                            read(part, fingerprint);
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Reloadable part, String fingerprint) {
        boolean first = seen.put(part, fingerprint) == null;
        try {
            part.reload();
            problems.remove(part);
            lastSuccess = clock.instant();
            if (!first) {
                LOG.info("{} read again", part.name());
            }
        } catch (ReloadException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(problems.put(part, problem)) && !first) {
                LOG.warn("the new {} are refused, the old ones stay in force:\n{}", part.name(), e.getMessage());
            }
        }
        good = problems.isEmpty();
    }

    private Optional<String> problem() {
        List<String> found = new ArrayList<>();
        parts.forEach(part -> {
            String problem = problems.get(part);
            if (problem != null) {
                found.add(problem);
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", found));
    }

    /** A file that cannot be read counts with the reason, so that it is noticed when it can be read again. */
    private static String fingerprint(Reloadable part) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot happen: every Java has SHA-256", e);
        }
        for (Path file : part.files()) {
            digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
            try {
                digest.update(Files.readAllBytes(file));
            } catch (IOException e) {
                digest.update(e.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
