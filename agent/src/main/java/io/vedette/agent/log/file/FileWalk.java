package io.vedette.agent.log.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of all sets. Symbolic links to files are followed, links to directories are not, unless they are
 * named in full in the pattern. Not safe for use by several threads.
 */
final class FileWalk {
    private static final Logger LOG = LoggerFactory.getLogger(FileWalk.class);
    private static final int MAX_DEPTH = 64;

    private final List<FileSet> sets;
    private final List<List<Glob>> exclusions;
    private final Set<Path> unreadable = new HashSet<>();

    /** Is told what is found. */
    interface Visitor {
        /** A directory is about to be listed. */
        void enter(Path directory, FileStat stat);

        /** A regular file stands in it. */
        void file(Found found);
    }

    /**
     * A regular file.
     *
     * @param path where it was found
     * @param place the same, or what a symbolic link there points to
     * @param set the set it belongs to, if any
     */
    record Found(
            Path path, Path place, FileStat stat, @Nullable FileSet set) {}

    FileWalk(List<FileSet> sets) {
        this.sets = List.copyOf(sets);
        this.exclusions = sets.stream().map(FileSet::exclusions).toList();
    }

    /** Lists every directory that can hold files of a set. */
    void everything(Visitor visitor) {
        Set<Path> listed = new HashSet<>();
        for (FileSet set : sets) {
            for (Glob glob : set.include()) {
                directory(glob.base(), visitor, listed, 0);
            }
        }
    }

    /** Lists one directory, and those below it which {@code visitor} has not been in. */
    void directory(Path directory, Visitor visitor, Set<Path> listed) {
        directory(directory, visitor, listed, 0);
    }

    /** Looks at one file or directory that has appeared. */
    void path(Path path, Visitor visitor, Set<Path> listed) {
        entry(path, visitor, listed, 0);
    }

    private void directory(Path directory, Visitor visitor, Set<Path> listed, int depth) {
        if (depth > MAX_DEPTH || !listed.add(directory)) {
            return;
        }
        try {
            visitor.enter(directory, FileStat.of(directory));
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    entry(entry, visitor, listed, depth);
                }
            }
            unreadable.remove(directory);
        } catch (NoSuchFileException | NotDirectoryException e) {
            LOG.debug("{} is not there", directory);
        } catch (IOException e) {
            cannotBeListed(directory, e);
        } catch (DirectoryIteratorException e) {
            cannotBeListed(directory, Objects.requireNonNull(e.getCause()));
        }
    }

    private void cannotBeListed(Path directory, IOException e) {
        if (unreadable.add(directory)) {
            LOG.warn("{} cannot be listed, its files are not read: {}", directory, reason(e));
        }
    }

    private void entry(Path entry, Visitor visitor, Set<Path> listed, int depth) {
        try {
            FileStat stat = FileStat.of(entry, LinkOption.NOFOLLOW_LINKS);
            switch (stat.kind()) {
                case REGULAR -> visitor.file(new Found(entry, entry, stat, setOf(entry)));
                case LINK -> link(entry, visitor);
                case DIRECTORY -> {
                    if (reaches(entry)) {
                        directory(entry, visitor, listed, depth + 1);
                    }
                }
                case OTHER -> LOG.trace("{} is neither file nor directory", entry);
            }
        } catch (NoSuchFileException e) {
            LOG.trace("{} is gone again", entry);
        } catch (IOException e) {
            // One entry, such as a link that leads to itself, must not hide its neighbours.
            if (unreadable.add(entry)) {
                LOG.warn("{} is left out: {}", entry, reason(e));
            }
        }
    }

    /** The system's own words, without the file, which the message of Java's exception begins with. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private void link(Path entry, Visitor visitor) throws IOException {
        FileSet set = setOf(entry);
        if (set == null) {
            return;
        }
        FileStat stat = FileStat.of(entry);
        unreadable.remove(entry);
        if (stat.kind() == FileStat.Kind.REGULAR) {
            visitor.file(new Found(entry, entry.toRealPath(), stat, set));
        }
    }

    private boolean reaches(Path directory) {
        return sets.stream().anyMatch(set -> set.include().stream().anyMatch(glob -> glob.reaches(directory)));
    }

    private @Nullable FileSet setOf(Path path) {
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i).contains(path, exclusions.get(i))) {
                return sets.get(i);
            }
        }
        return null;
    }
}
