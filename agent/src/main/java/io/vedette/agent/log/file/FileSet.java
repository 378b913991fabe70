package io.vedette.agent.log.file;

import io.vedette.agent.log.multiline.Joining;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that are read in the same way.
 *
 * @param include patterns of the files to read
 * @param exclude patterns of files to leave out all the same; one without {@code /} is meant for the file's name alone
 * @param start where reading begins in files that are there when a pattern is used for the first time
 * @param dataset the data stream's dataset, or empty to let the collector choose
 * @param encoding character set of the files, by its IANA name
 * @param joining which lines are one event
 */
public record FileSet(
        List<Glob> include, List<String> exclude, Start start, String dataset, String encoding, Joining joining) {
    public FileSet {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (include.isEmpty()) {
            throw new IllegalArgumentException("a set of files needs at least one path");
        }
        if (!Charset.isSupported(encoding)) {
            throw new IllegalArgumentException("\"" + encoding + "\" is not a known encoding; write for example UTF-8");
        }
        exclude.forEach(FileSet::exclusion);
    }

    /** Files in UTF-8, read from their beginning, each line an event. */
    public static FileSet of(String... paths) {
        return new FileSet(
                List.of(paths).stream().map(Glob::of).toList(),
                List.of(),
                Start.beginning(),
                "",
                "UTF-8",
                Joining.never());
    }

    /** The same files with another rule of joining. */
    public FileSet joined(Joining newJoining) {
        return new FileSet(include, exclude, start, dataset, encoding, newJoining);
    }

    /** Where to begin in files that were there before they were first looked for. */
    public sealed interface Start {
        /** With the first line of each. */
        static Start beginning() {
            return new Beginning();
        }

        /** Whether a file is read from its beginning, rather than from its end. */
        boolean isBeginning(long modifiedMillis, long nowMillis);
    }

    /** With the first line of each. */
    public record Beginning() implements Start {
        @Override
        public boolean isBeginning(long modifiedMillis, long nowMillis) {
            return true;
        }
    }

    /** With what is written from now on. */
    public record End() implements Start {
        @Override
        public boolean isBeginning(long modifiedMillis, long nowMillis) {
            return false;
        }
    }

    /** With the first line of those modified lately, else with what is written from now on. */
    public record ModifiedWithin(java.time.Duration age) implements Start {
        @Override
        public boolean isBeginning(long modifiedMillis, long nowMillis) {
            return nowMillis - modifiedMillis <= age.toMillis();
        }
    }

    /** Whether a file belongs to this set by its path. */
    boolean contains(Path path, List<Glob> exclusions) {
        return include.stream().anyMatch(glob -> glob.matches(path))
                && exclusions.stream().noneMatch(glob -> glob.matches(path));
    }

    /** The exclusions as patterns for whole paths. */
    List<Glob> exclusions() {
        return exclude.stream().map(FileSet::exclusion).toList();
    }

    private static Glob exclusion(String pattern) {
        return Glob.of(pattern.contains("/") ? pattern : "/**/" + pattern);
    }
}
