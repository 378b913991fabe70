package io.vedette.agent.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how far each file has come, decides when a last line, or more of a last event, is not waited for any
 * longer, and lets go of deleted files.
 */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * A rename is heard of in two notices, of the old place and of the new one, and nothing says how long after the
     * first the second comes. A file must not be forgotten between them: it would be read again as a new one.
     */
    private static final long RENAME_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NEVER_NANOS = TimeUnit.HOURS.toNanos(1);

    private final TailSettings settings;
    private final FileTable table;
    private final Registry registry;
    private final ReadyFiles ready;
    private final OpenFiles open;
    private final Admission admission;
    private final TailCounters counters;
    private final InstantSource clock;
    private final Set<TailedFile> moved = new HashSet<>();
    private final List<TailedFile> notDurable = new ArrayList<>();
    private long nextCheck;
    private long nextRemember;
    private volatile @Nullable String fault;

    Marks(
            TailSettings settings,
            FileTable table,
            Registry registry,
            ReadyFiles ready,
            OpenFiles open,
            Admission admission,
            TailCounters counters,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.table = table;
        this.registry = registry;
        this.ready = ready;
        this.open = open;
        this.admission = admission;
        this.counters = counters;
        this.clock = clock;
        this.nextCheck = nanoTime.getAsLong();
        this.nextRemember = nextCheck;
    }

    /** Takes note that Kafka has acknowledged more of a file. */
    void moved(TailedFile file) {
        moved.add(file);
    }

    /** Takes note that a file must not be shipped from until the next commit. */
    void awaitCommit(TailedFile file) {
        file.durable = false;
        notDurable.add(file);
    }

    /** Brings identities and cuts to the disk; false if that is not possible now. */
    boolean commit() {
        try {
            registry.commit();
        } catch (IOException e) {
            counters.registryErrors.increment();
            String message = String.valueOf(e.getMessage());
            if (!message.equals(fault)) {
                LOG.error("{}; new files wait, known ones go on", message);
            }
            fault = message;
            return false;
        }
        if (fault != null) {
            LOG.info("the registry can be written again");
            fault = null;
        }
        notDurable.forEach(file -> file.durable = true);
        notDurable.clear();
        return true;
    }

    /** Writes the marks down when it is time; returns when that will be. */
    long remember(long now) {
        if (nextRemember - now <= 0 && (!moved.isEmpty() || registry.isDirty())) {
            nextRemember = now + settings.rememberInterval().toNanos();
            rememberAll();
        }
        return moved.isEmpty() && !registry.isDirty() ? now + NEVER_NANOS : nextRemember;
    }

    /** Writes all marks down. */
    void rememberAll() {
        long millis = clock.millis();
        for (TailedFile file : moved) {
            if (file.entry != null) {
                long cut = file.cut > file.acknowledged.offset() ? file.cut : -1;
                file.entry = file.entry.withMark(file.acknowledged, cut, file.fingerprint, millis);
                registry.put(file.entry);
            }
        }
        if (commit()) {
            moved.clear();
        }
    }

    /** When to look again at incomplete lines and deleted files. */
    long nextCheck(long now) {
        return ready.incomplete().isEmpty() && table.deleted().isEmpty() ? now + NEVER_NANOS : nextCheck;
    }

    /** Ends last lines and events that were waited for long enough, and lets go of deleted files that are read. */
    void check(long now) {
        if (nextCheck - now > 0) {
            return;
        }
        nextCheck = now + CHECK_NANOS;
        for (Iterator<TailedFile> files = ready.incomplete().iterator(); files.hasNext(); ) {
            TailedFile file = files.next();
            if (!file.hasUnread() || file.entry == null) {
                files.remove();
            } else if (now - file.grownNanos >= waitNanos(file) && file.isSettled()) {
                files.remove();
                cut(file);
            }
        }
        List<TailedFile> finished = new ArrayList<>();
        for (TailedFile file : table.deleted()) {
            if (hasChanged(file)) {
                ready.add(file);
            } else if (isFinished(file, now)) {
                finished.add(file);
            }
        }
        finished.forEach(this::drop);
    }

    private long waitNanos(TailedFile file) {
        Duration wait = file.endsWithLine ? file.set.joining().quiet() : settings.lineWait();
        return wait.toNanos();
    }

    private void cut(TailedFile file) {
        long begin = file.read.offset();
        long length = file.sizeBytes - begin;
        long cut = begin + length - length % file.unit.bytes();
        RegistryEntry entry = file.entry;
        if (cut > begin && entry != null) {
            file.cut = cut;
            file.entry = entry.withMark(file.acknowledged, cut, file.fingerprint, clock.millis());
            registry.put(file.entry);
            awaitCommit(file);
            ready.add(file);
        }
    }

    /** Asks the open file itself, as no directory tells of what is written to a file that stands in none. */
    private static boolean hasChanged(TailedFile file) {
        try {
            return file.channel != null && file.channel.size() != file.sizeBytes;
        } catch (IOException e) {
            LOG.debug("{}, deleted, cannot be looked at: {}", file.name, e.toString());
            return false;
        }
    }

    private boolean isFinished(TailedFile file, long now) {
        if (file.channel == null) {
            return !file.queued && file.isSettled() && now - file.vanishedNanos >= RENAME_NANOS;
        }
        long wait = Math.max(RENAME_NANOS, settings.deletedWait().toNanos());
        return file.isDone() && !file.queued && now - file.grownNanos >= wait && now - file.vanishedNanos >= wait;
    }

    private void drop(TailedFile file) {
        if (file.hasUnread() && !file.leftOut) {
            counters.lostBytes.add(file.sizeBytes - file.read.offset());
            LOG.warn(
                    "{} was deleted before its last {} bytes were read",
                    file.name,
                    file.sizeBytes - file.read.offset());
        }
        open.close(file);
        ready.drop(file);
        table.drop(file);
        moved.remove(file);
        RegistryEntry entry = file.entry == null ? file.predecessor : file.entry;
        if (entry == null) {
            return;
        }
        if (isFileSystemThere(file)) {
            registry.remove(entry.identity());
        } else {
            admission.keep(entry);
        }
    }

    /** Whether the file is gone, not merely the file system it lies on. */
    private static boolean isFileSystemThere(TailedFile file) {
        Path directory = file.place.getParent();
        try {
            return directory != null && FileStat.of(directory).inode().device() == file.inode.device();
        } catch (IOException e) {
            return false;
        }
    }

    List<FileStatus> status() {
        List<FileStatus> result = new ArrayList<>();
        for (TailedFile file : table.all()) {
            if (!file.leftOut) {
                result.add(new FileStatus(
                        file.name.toString(),
                        file.sizeBytes,
                        file.read.offset(),
                        file.acknowledged.offset(),
                        file.unreadSinceMillis));
            }
        }
        return result;
    }

    long leftOut() {
        return table.all().stream().filter(file -> file.leftOut).count();
    }

    @Nullable
    String fault() {
        return fault;
    }
}
