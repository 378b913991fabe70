package io.vedette.agent.probe;

import io.vedette.agent.probe.Outcome.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One probe's place in the runner: whether it runs, what its last run gave. The runner's thread starts and asks, a
 * worker runs; {@code lock} is between them.
 */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final ScheduledProbe scheduled;
    private final Samples samples;
    private final LongSupplier nanoTime;

    private final Object lock = new Object();
    private @Nullable Thread worker;
    private boolean running;
    private boolean everStarted;
    private boolean overdue;
    private boolean unshipped;
    private long startedNanos;
    private long failures;
    private long dropped;
    private @Nullable Outcome last;
    private @Nullable Outcome lastMeasured;
    private @Nullable String lastSaid;
    private volatile boolean closing;

    Slot(ScheduledProbe scheduled, Map<String, String> common, LongSupplier nanoTime) {
        this.scheduled = scheduled;
        this.samples = new Samples(common);
        this.nanoTime = nanoTime;
    }

    /** What a cycle reports of a probe. {@code samples} is what it ships for it, perhaps from an earlier run. */
    record Report(
            String collector,
            Collected samples,
            @Nullable Boolean success,
            double durationSeconds,
            double staleSeconds,
            long failures,
            long dropped,
            @Nullable String missingTool) {}

    boolean inEachCycle() {
        return scheduled.every().isZero();
    }

    /** Starts a run if one is due and none is under way; null if not. */
    @Nullable
    Future<?> startIfDue(ExecutorService workers) {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            boolean due =
                    !everStarted || now - startedNanos >= scheduled.every().toNanos();
            if (running || !due) {
                return null;
            }
            running = true;
            everStarted = true;
            overdue = false;
            startedNanos = now;
            return workers.submit(this::run);
        }
    }

    private void run() {
        synchronized (lock) {
            worker = Thread.currentThread();
        }
        samples.begin();
        Kind kind = Kind.MEASURED;
        String reason = null;
        String missingTool = null;
        try {
            scheduled.probe().collect(samples);
        } catch (ToolMissing e) {
            kind = Kind.NOTHING;
            reason = e.getMessage();
            missingTool = e.tool();
        } catch (NothingToMeasure e) {
            kind = Kind.NOTHING;
            reason = e.getMessage();
        } catch (IOException e) {
            kind = Kind.FAILED;
            reason = reason(e);
        } catch (RuntimeException | LinkageError e) {
            kind = Kind.FAILED;
            reason = "fault in the probe: " + e;
            LOG.debug("probe {} threw", scheduled.probe().name(), e);
        }
        end(kind, reason, missingTool);
    }

    /** The exceptions of java.nio.file hold no more than the file's name. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + " may not be read by the agent's user";
        }
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    private void end(Kind kind, @Nullable String reason, @Nullable String missingTool) {
        Collected collected = samples.finish();
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            last = new Outcome(kind, collected, reason, missingTool, now, now - startedNanos);
            if (kind == Kind.MEASURED) {
                lastMeasured = last;
            }
            if (kind == Kind.FAILED && !overdue) {
                failures++;
            }
            dropped = samples.dropped();
            unshipped = true;
            running = false;
            worker = null;
            // An interrupt for the deadline may have come after the probe's last wait; the thread serves others next.
            Thread.interrupted();
        }
        sayOnce(kind, reason);
    }

    /** Says why a probe gives nothing when that begins or changes, and that it works again; not in each cycle. */
    private void sayOnce(Kind kind, @Nullable String reason) {
        String said = kind + ": " + reason;
        boolean changed = !said.equals(lastSaid) && !closing;
        boolean wasFailing = lastSaid != null && lastSaid.startsWith(Kind.FAILED.name());
        lastSaid = said;
        if (!changed) {
            return;
        }
        String name = scheduled.probe().name();
        switch (kind) {
            case FAILED -> LOG.warn("probe {}: {}", name, reason);
            case NOTHING -> LOG.info("probe {}: {}", name, reason);
            case MEASURED -> {
                if (wasFailing) {
                    LOG.info("probe {} works again", name);
                }
            }
        }
    }

    /** The agent ends: that a run is interrupted now is nobody's concern. */
    void close() {
        closing = true;
    }

    /** Interrupts a run that has passed its deadline. */
    void enforceDeadline() {
        synchronized (lock) {
            if (running
                    && !overdue
                    && nanoTime.getAsLong() - startedNanos
                            >= scheduled.deadline().toNanos()) {
                overdue = true;
                failures++;
                LOG.warn(
                        "probe {} did not answer within {} s; it is not started again before it has ended",
                        scheduled.probe().name(),
                        scheduled.deadline().toMillis() / 1000.0);
                if (worker != null) {
                    worker.interrupt();
                }
            }
        }
    }

    /** Nanoseconds until the run under way passes its deadline; {@link Long#MAX_VALUE} if that cannot happen. */
    long nanosToDeadline() {
        synchronized (lock) {
            return running && !overdue
                    ? Math.max(0, scheduled.deadline().toNanos() - (nanoTime.getAsLong() - startedNanos))
                    : Long.MAX_VALUE;
        }
    }

    /** What the cycle that ends now ships and says of this probe; null if it has not had a chance to run yet. */
    @Nullable
    Report report() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            Outcome ended = last;
            boolean late = running && (inEachCycle() || overdue);
            if (ended == null && !late) {
                return null;
            }
            double duration = seconds(ended == null || late ? now - startedNanos : ended.durationNanos());
            double stale = seconds(now - (lastMeasured == null ? startedNanos : lastMeasured.endedNanos()));
            return new Report(
                    scheduled.probe().name(),
                    toShip(now),
                    late ? Boolean.FALSE : success(),
                    duration,
                    stale,
                    failures,
                    dropped,
                    ended == null ? null : ended.missingTool());
        }
    }

    private Collected toShip(long now) {
        Outcome ended = last;
        if (ended == null) {
            return Collected.NOTHING;
        }
        boolean fresh = unshipped;
        unshipped = false;
        if (inEachCycle()) {
            return fresh ? ended.samples() : Collected.NOTHING;
        }
        Outcome measured = lastMeasured;
        if (ended.kind() == Kind.FAILED && ended.samples().size() == 0 && measured != null) {
            // One failed run must not tear a hole as long as the schedule; three in a row are no longer news.
            boolean recent = now - measured.endedNanos() < 3 * scheduled.every().toNanos();
            return recent ? measured.samples() : Collected.NOTHING;
        }
        return ended.samples();
    }

    private @Nullable Boolean success() {
        return last == null || last.kind() == Kind.NOTHING ? null : last.kind() == Kind.MEASURED;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
