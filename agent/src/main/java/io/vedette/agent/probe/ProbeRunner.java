package io.vedette.agent.probe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all probes in cycles and hands each cycle's samples over as one {@link Batch}.
 *
 * <p>Probes run one after another on one worker thread as long as each is quick. One that takes longer than a moment
 * keeps its thread while the next goes on in another; one that has not ended when the cycle's patience is over is left
 * out, and is not started again before it has ended. So a probe that hangs costs one thread and one late batch.
 */
public final class ProbeRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRunner.class);

    /** How long the worker waits for one probe before the next starts beside it. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Slot> slots = new ArrayList<>();
    private final List<BatchSink> sinks;
    private final Rhythm rhythm;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final RunnerSamples own;
    private final ThreadPoolExecutor workers;

    private volatile boolean closed;
    private @Nullable Thread thread;
    private long sinkErrors;
    private long missedCycles;

    /**
     * When cycles happen.
     *
     * @param interval from the beginning of one cycle to that of the next; cycles begin at multiples of it in wall time
     * @param patience how long a cycle waits for its probes before it ships what there is
     */
    public record Rhythm(Duration interval, Duration patience) {
        public Rhythm {
            if (patience.isNegative() || patience.compareTo(interval) >= 0) {
                throw new IllegalArgumentException(
                        "patience " + patience + " must be shorter than the interval " + interval);
            }
        }

        /** Patience of two seconds, or half the interval if that is shorter. */
        public static Rhythm every(Duration interval) {
            Duration half = interval.dividedBy(2);
            Duration usual = Duration.ofSeconds(2);
            return new Rhythm(interval, half.compareTo(usual) < 0 ? half : usual);
        }
    }

    /**
     * @param probes what to run, in order
     * @param sinks who gets each batch
     * @param commonLabels labels of every series on the wire: {@code job}, {@code instance}, {@code cluster}
     * @param clock wall time, for the batches' timestamps
     * @param nanoTime elapsed time, as {@link System#nanoTime}
     */
    public ProbeRunner(
            List<ScheduledProbe> probes,
            List<BatchSink> sinks,
            Map<String, String> commonLabels,
            Rhythm rhythm,
            InstantSource clock,
            LongSupplier nanoTime) {
        Set<String> names = new HashSet<>();
        for (ScheduledProbe probe : probes) {
            if (!names.add(probe.probe().name())) {
                throw new IllegalArgumentException(
                        "two probes are named " + probe.probe().name());
            }
            slots.add(new Slot(probe, commonLabels, nanoTime));
        }
        this.sinks = List.copyOf(sinks);
        this.rhythm = rhythm;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.own = new RunnerSamples(commonLabels);
        this.workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), ProbeRunner::worker);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "probe");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts the cycles, the first at once. */
    public synchronized void start() {
        if (thread != null || closed) {
            throw new IllegalStateException("started already");
        }
        thread = new Thread(this::runCycles, "probe-cycles");
        thread.setDaemon(true);
        thread.start();
    }

    private void runCycles() {
        try {
            while (!closed) {
                long began = clock.millis();
                cycle();
                awaitNextCycle(began);
            }
        } catch (InterruptedException e) {
            LOG.debug("probe cycles end");
        }
    }

    /** Waits for the next multiple of the interval, and meanwhile interrupts probes that pass their deadline. */
    private void awaitNextCycle(long beganMillis) throws InterruptedException {
        long interval = rhythm.interval().toMillis();
        long next = (beganMillis / interval + 1) * interval;
        long late = clock.millis() - next;
        if (late > 0) {
            missedCycles += 1 + late / interval;
            next += (1 + late / interval) * interval;
        }
        // A clock set back must not stop the cycles, so the wait is measured in elapsed time.
        long wait = TimeUnit.MILLISECONDS.toNanos(Math.min(next - clock.millis(), interval));
        long until = nanoTime.getAsLong() + wait;
        for (long left = wait; left > 0; left = until - nanoTime.getAsLong()) {
            long nap = left;
            for (Slot slot : slots) {
                nap = Math.min(nap, slot.nanosToDeadline());
            }
            // Rounded up: a wake-up a fraction of a millisecond early would only go round once more.
            TimeUnit.NANOSECONDS.sleep(nap + 1_000_000);
            slots.forEach(Slot::enforceDeadline);
        }
    }

    /**
     * Runs one cycle and hands its batch to the sinks. Called by the runner's own thread once it is started; a caller
     * that never starts it may call this instead.
     *
     * @return the batch
     * @throws InterruptedException if interrupted while waiting for probes; then nothing is handed over
     */
    public Batch cycle() throws InterruptedException {
        long timestamp = clock.millis();
        long began = nanoTime.getAsLong();
        slots.forEach(Slot::enforceDeadline);
        List<Future<?>> quick = startDue(workers, began);
        for (Future<?> run : quick) {
            await(run, remainingPatience(began));
        }
        Batch batch = new Batch(timestamp, gather(began));
        for (BatchSink sink : sinks) {
            deliver(sink, batch);
        }
        return batch;
    }

    private List<Future<?>> startDue(ExecutorService workers, long began) throws InterruptedException {
        List<Future<?>> quick = new ArrayList<>(slots.size());
        for (Slot slot : slots) {
            Future<?> run = slot.startIfDue(workers);
            if (run != null && slot.inEachCycle()) {
                quick.add(run);
                await(run, Math.min(MOMENT_NANOS, remainingPatience(began)));
            }
        }
        return quick;
    }

    private long remainingPatience(long began) {
        return Math.max(0, rhythm.patience().toNanos() - (nanoTime.getAsLong() - began));
    }

    private static void await(Future<?> run, long nanos) throws InterruptedException {
        try {
            run.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            LOG.trace("a probe takes longer than {} ns", nanos);
        } catch (ExecutionException e) {
            LOG.error("a probe's thread ended", e.getCause());
        }
    }

    private List<Collected> gather(long began) {
        List<Collected> parts = new ArrayList<>(slots.size() + 1);
        own.begin();
        for (Slot slot : slots) {
            Slot.Report report = slot.report();
            if (report != null) {
                parts.add(report.samples());
                own.add(report);
            }
        }
        parts.add(own.finish((nanoTime.getAsLong() - began) / 1e9, missedCycles, sinkErrors));
        return parts;
    }

    private void deliver(BatchSink sink, Batch batch) {
        try {
            sink.accept(batch);
        } catch (RuntimeException e) {
            sinkErrors++;
            LOG.error("a batch of {} samples was not taken by {}", batch.size(), sink, e);
        }
    }

    /** Ends the cycles and waits for the one under way; a probe that hangs is left behind in its daemon thread. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        // The cycle under way ends before the workers it hands probes to.
        if (running != null) {
            running.interrupt();
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        slots.forEach(Slot::close);
        workers.shutdownNow();
    }
}
