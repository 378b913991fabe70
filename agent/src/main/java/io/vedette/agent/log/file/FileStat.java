package io.vedette.agent.log.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file, from one {@code stat}.
 *
 * @param inode device and number
 * @param kind what it is
 * @param sizeBytes its size
 * @param modifiedNanos when its content changed last, nanoseconds since the Unix epoch
 * @param createdNanos when it came to be, as far as Java can say: the time of modification where it cannot
 */
record FileStat(Inode inode, Kind kind, long sizeBytes, long modifiedNanos, long createdNanos) {
    private static final String ATTRIBUTES =
            "unix:dev,ino,size,lastModifiedTime,creationTime,isRegularFile,isDirectory,isSymbolicLink";

    /** A file's place on its device; free to be used for another once the file is deleted and closed. */
    record Inode(long device, long number) {}

    /** Kinds of file that are told apart. */
    enum Kind {
        REGULAR,
        DIRECTORY,
        LINK,
        OTHER
    }

    /**
     * Asks the file system.
     *
     * @param options {@link LinkOption#NOFOLLOW_LINKS} to ask about a symbolic link itself
     */
    static FileStat of(Path path, LinkOption... options) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES, options);
        return new FileStat(
                new Inode(number(attributes.get("dev")), number(attributes.get("ino"))),
                kind(attributes),
                number(attributes.get("size")),
                nanos(attributes.get("lastModifiedTime")),
                nanos(attributes.get("creationTime")));
    }

    private static Kind kind(Map<String, Object> attributes) {
        if (Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
            return Kind.REGULAR;
        }
        if (Boolean.TRUE.equals(attributes.get("isDirectory"))) {
            return Kind.DIRECTORY;
        }
        return Boolean.TRUE.equals(attributes.get("isSymbolicLink")) ? Kind.LINK : Kind.OTHER;
    }

    private static long number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    private static long nanos(@Nullable Object time) {
        return ((FileTime) Objects.requireNonNull(time)).to(TimeUnit.NANOSECONDS);
    }
}
