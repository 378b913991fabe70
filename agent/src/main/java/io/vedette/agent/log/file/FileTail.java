package io.vedette.agent.log.file;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.EventSource;
import io.vedette.agent.log.WakeUp;
import io.vedette.agent.ship.LogSink;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows files and ships their lines.
 *
 * <p>One thread does all of it in turns: take note of outcomes, look for changes, read a little of each file that has
 * something new, remember. It never waits for Kafka: when the budget of bytes is used up files wait, while new ones are
 * still found and deleted ones still held open. The rules by which no line is lost, and none gets two identities:
 *
 * <ul>
 *   <li>An identity, and a place where a line is cut for want of a terminator, is on the disk before anything is
 *       shipped under it.
 *   <li>A mark moves only over what Kafka has acknowledged; what failed is read again from the mark.
 *   <li>A file is held open as long as anything of it is unread or not acknowledged, whatever its name by then.
 * </ul>
 */
public final class FileTail implements EventSource {
    private static final Logger LOG = LoggerFactory.getLogger(FileTail.class);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final long PAUSE_AFTER_FAULT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TailCounters counters = new TailCounters();
    private final WakeUp wake = new WakeUp();
    private final Registry registry;
    private final DirectoryWatch watch;
    private final FileFinder finder;
    private final FileTurns turns;
    private final Marks marks;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Opens the registry.
     *
     * @param sink takes the chunks
     * @param budget bytes under way, shared with other sources
     * @param clock wall time
     * @param nanoTime elapsed time, as {@link System#nanoTime}
     * @throws DamagedRegistryException if the registry cannot be trusted
     * @throws IOException if it cannot be opened or written, or the kernel gives no watch
     */
    public FileTail(TailSettings settings, LogSink sink, ByteBudget budget, InstantSource clock, LongSupplier nanoTime)
            throws IOException {
        this.nanoTime = nanoTime;
        this.registry = Registry.open(settings.registry());
        this.watch = watch(registry, wake);
        LineReader reader = new LineReader(settings.maxLineBytes());
        Admission admission = new Admission(settings.host(), registry, reader, clock);
        OpenFiles open = new OpenFiles(settings.openFiles());
        FileTable table = new FileTable();
        ReadyFiles ready = new ReadyFiles();
        this.marks = new Marks(settings, table, registry, ready, open, admission, counters, clock, nanoTime);
        FileTurns.Outlet outlet = new FileTurns.Outlet(sink, budget, counters, wake, clock);
        this.turns = new FileTurns(settings.maxLineBytes(), reader, admission, open, ready, marks, outlet);
        this.finder = new FileFinder(settings, table, watch, registry, ready, open);
        this.thread = new Thread(this::run, "log-tail");
        budget.onRelease(wake::call);
    }

    private static DirectoryWatch watch(Registry registry, WakeUp wake) throws IOException {
        try {
            return new DirectoryWatch(wake);
        } catch (IOException e) {
            registry.close();
            throw new IOException(
                    "the kernel gives no file watch (" + e.getMessage() + "); raise fs.inotify.max_user_instances", e);
        }
    }

    @Override
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closing) {
            try {
                turnOfAll();
            } catch (RuntimeException e) {
                // One file's fault must not end the reading of all others.
                LOG.error("following files went wrong, going on", e);
                wake.sleep(PAUSE_AFTER_FAULT_NANOS);
            }
        }
        settle();
    }

    private void turnOfAll() {
        long now = nanoTime.getAsLong();
        turns.finish(now);
        finder.look(now);
        marks.check(now);
        boolean progressed = turns.readRound(now);
        if (turns.allAdmitted()) {
            finder.patternsSearched();
        }
        long remembered = marks.remember(now);
        if (!progressed) {
            long until = Math.min(Math.min(remembered, finder.nextLook()), marks.nextCheck(now));
            wake.sleep(Math.min(until, turns.nextRetry(now)) - now);
        }
    }

    /** Waits a little for the outcomes of what is under way, so that less is sent again after the next start. */
    private void settle() {
        long until = nanoTime.getAsLong() + SETTLE.toNanos();
        for (long now = nanoTime.getAsLong(); turns.underWay() > 0 && now - until < 0; now = nanoTime.getAsLong()) {
            turns.finish(now);
            wake.sleep(Math.min(until - now, TimeUnit.MILLISECONDS.toNanos(100)));
        }
        turns.finish(nanoTime.getAsLong());
        marks.rememberAll();
    }

    @Override
    public void close() {
        closing = true;
        wake.call();
        try {
            if (thread.isAlive()) {
                thread.join();
            }
            watch.close();
            turns.close();
            registry.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the registry was not closed well: {}", e.toString());
        }
    }

    /** What was counted so far. */
    public TailCounters counters() {
        return counters;
    }

    /** How far each file has come; safe for use by any thread. */
    public List<FileStatus> status() {
        return marks.status();
    }

    /** How many files are left out because they are compressed or no text; safe for use by any thread. */
    public long leftOut() {
        return marks.leftOut();
    }

    /** The last thing that kept the registry from being written, if it still does; safe for use by any thread. */
    public @Nullable String fault() {
        return marks.fault();
    }
}
