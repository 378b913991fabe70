package io.vedette.agent.log.file;

import io.vedette.agent.log.file.FileWalk.Found;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that are followed, by inode and by place. A renamed file is the same file at another place, whether or not
 * its new name matches a pattern. Changed by the tail's thread alone; {@link #all} may be read by any.
 */
final class FileTable {
    private final BirthTimes births = new BirthTimes();
    private final Map<FileStat.Inode, TailedFile> byInode = new HashMap<>();
    private final Map<Path, TailedFile> byPlace = new HashMap<>();
    private final Set<TailedFile> deleted = new LinkedHashSet<>();
    private final Set<TailedFile> all = ConcurrentHashMap.newKeySet();

    /** Learns about birth times from a directory and those above it. */
    void observe(Path directory, FileStat stat) {
        births.observe(directory, stat);
    }

    /**
     * Takes note of a file that stands somewhere.
     *
     * @param meeting number of the look at the disk in which it was met; a second place in the same look is another
     *     name of the file
     * @param initial whether its pattern is used for the first time
     * @param now the time, in nanoseconds
     * @return the file, or null if it is not to be followed
     */
    @Nullable
    TailedFile meet(Found found, long meeting, boolean initial, long now) {
        long birth = births.of(found.stat());
        TailedFile file = byInode.get(found.stat().inode());
        if (file != null && file.birthNanos != 0 && birth != 0 && file.birthNanos != birth) {
            // The inode was given to another file, so the one known by it is deleted.
            vanished(file, now);
            byInode.remove(file.inode);
            file = null;
        }
        if (file == null) {
            if (found.set() == null) {
                return null;
            }
            file = new TailedFile(found, found.set(), birth, initial);
            byInode.put(file.inode, file);
            all.add(file);
        } else if (file.meeting == meeting && !file.deleted) {
            return file;
        }
        if (!file.place.equals(found.place())) {
            byPlace.remove(file.place, file);
            file.place = found.place();
        }
        TailedFile before = byPlace.put(file.place, file);
        if (before != null && before != file) {
            vanished(before, now);
        }
        file.deleted = false;
        deleted.remove(file);
        file.meeting = meeting;
        file.modifiedMillis = found.stat().modifiedNanos() / 1_000_000;
        return file;
    }

    /** Takes note that a file does not stand at its place any more. */
    void vanished(TailedFile file, long now) {
        byPlace.remove(file.place, file);
        if (!file.deleted) {
            file.vanishedNanos = now;
        }
        file.deleted = true;
        deleted.add(file);
    }

    /** The file at a place, if it is followed. */
    @Nullable
    TailedFile at(Path place) {
        return byPlace.get(place);
    }

    /** Follows a file no longer. */
    void drop(TailedFile file) {
        byPlace.remove(file.place, file);
        byInode.remove(file.inode, file);
        all.remove(file);
        deleted.remove(file);
    }

    /** Files that stand nowhere any more, but may not be read to their end; a view. */
    Collection<TailedFile> deleted() {
        return deleted;
    }

    /** All files; a view. */
    Collection<TailedFile> all() {
        return Collections.unmodifiableSet(all);
    }
}
