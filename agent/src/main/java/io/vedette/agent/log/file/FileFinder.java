package io.vedette.agent.log.file;

import io.vedette.agent.log.file.FileWalk.Found;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the table of files true to what is on the disk, and queues files that have grown. */
final class FileFinder {
    private static final Logger LOG = LoggerFactory.getLogger(FileFinder.class);

    /** Handles of files that have not grown for so long are given up, so that a file system can be taken away. */
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final TailSettings settings;
    private final FileTable table;
    private final DirectoryWatch watch;
    private final Registry registry;
    private final ReadyFiles ready;
    private final OpenFiles open;
    private final FileWalk walk;
    private long meetings;
    private boolean started;
    private boolean searched;
    private long nextWalk;
    private long nextPoll;

    FileFinder(
            TailSettings settings,
            FileTable table,
            DirectoryWatch watch,
            Registry registry,
            ReadyFiles ready,
            OpenFiles open) {
        this.settings = settings;
        this.table = table;
        this.watch = watch;
        this.registry = registry;
        this.ready = ready;
        this.open = open;
        this.walk = new FileWalk(settings.sets());
    }

    /** Takes note of what has changed; walks over everything when it is time, or when notices were lost. */
    void look(long now) {
        DirectoryWatch.Changes changes = watch.take();
        if (!started || changes.anything() || nextWalk - now <= 0) {
            walkEverything(now);
            started = true;
            return;
        }
        Meeting meeting = new Meeting(now, false);
        changes.appeared().forEach(path -> walk.path(path, meeting, meeting.listed));
        for (Path path : changes.written()) {
            TailedFile file = table.at(path);
            if (file == null) {
                walk.path(path, meeting, meeting.listed);
            } else {
                ready.add(file);
            }
        }
        for (Path path : changes.vanished()) {
            TailedFile file = table.at(path);
            if (file != null && isGone(file)) {
                table.vanished(file, now);
            }
        }
        if (nextPoll - now <= 0) {
            nextPoll = now + settings.pollInterval().toNanos();
            List.copyOf(watch.polled()).forEach(directory -> walk.directory(directory, meeting, meeting.listed));
        }
    }

    private void walkEverything(long now) {
        nextWalk = now + settings.walkInterval().toNanos();
        nextPoll = now + settings.pollInterval().toNanos();
        Meeting meeting = new Meeting(now, !searched);
        walk.everything(meeting);
        for (TailedFile file : table.all()) {
            if (file.meeting != meeting.number && !file.deleted) {
                if (isGone(file)) {
                    table.vanished(file, now);
                } else {
                    meeting.keepWatching(file.place);
                }
            }
        }
        watch.retain(meeting.watched);
        open.closeQuiet(now - QUIET_NANOS);
    }

    /** Whether a file certainly does not stand at its place any more. */
    private static boolean isGone(TailedFile file) {
        try {
            return !FileStat.of(file.place).inode().equals(file.inode);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be looked at: {}", file.place, e.toString());
            return false;
        }
    }

    /** When to look again though nothing was heard. */
    long nextLook() {
        return watch.polled().isEmpty() ? nextWalk : Math.min(nextWalk, nextPoll);
    }

    /**
     * Called once every file found by the first walk is admitted: from now on a new file is read from its beginning.
     */
    void patternsSearched() {
        if (!searched) {
            searched = true;
            for (FileSet set : settings.sets()) {
                set.include().forEach(glob -> registry.addPattern(glob.toString()));
            }
        }
    }

    /** Enters what a walk meets into the table. */
    private final class Meeting implements FileWalk.Visitor {
        final Set<Path> listed = new HashSet<>();
        final Set<Path> watched = new HashSet<>();
        private final long now;
        private final boolean first;
        private final long number = ++meetings;

        /** @param first whether files met for patterns never used before were there before us */
        Meeting(long now, boolean first) {
            this.now = now;
            this.first = first;
        }

        @Override
        public void enter(Path directory, FileStat stat) {
            table.observe(directory, stat);
            watch(directory);
        }

        @Override
        public void file(Found found) {
            boolean initial = first && found.stat().sizeBytes() > 0 && isNewPattern(found);
            TailedFile file = table.meet(found, number, initial, now);
            if (file == null) {
                return;
            }
            if (!found.path().equals(found.place())) {
                keepWatching(found.place());
            }
            long size = found.stat().sizeBytes();
            if (size > file.sizeBytes) {
                file.sizeBytes = size;
                file.grownNanos = now;
                ready.add(file);
            } else if (size < file.sizeBytes) {
                // Another content, so it may be text now. What is lost of the old one the reader will find out.
                file.leftOut = false;
                ready.add(file);
            } else if (file.hasUnread() || file.unreadable) {
                ready.add(file);
            }
        }

        private boolean isNewPattern(Found found) {
            return found.set() != null
                    && found.set().include().stream()
                            .filter(glob -> glob.matches(found.path()))
                            .noneMatch(glob -> registry.knowsPattern(glob.toString()));
        }

        void keepWatching(Path place) {
            Path directory = place.getParent();
            if (directory != null) {
                watch(directory);
            }
        }

        private void watch(Path directory) {
            watched.add(directory);
            FileFinder.this.watch.watch(directory);
        }
    }
}
