package io.vedette.agent.config;

import io.vedette.agent.log.file.FileSet;
import io.vedette.agent.log.file.Glob;
import io.vedette.agent.log.multiline.Joining;
import io.vedette.protocol.config.Durations;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;

/**
 * Files that are read in the same way.
 *
 * @param paths patterns of the files
 * @param exclude patterns of files to leave out all the same
 * @param start {@code beginning}, {@code end} or an age such as {@code 24h}
 * @param dataset the data stream's dataset, or empty
 * @param encoding character set
 * @param multiline which lines are one event
 */
public record LogFiles(
        List<String> paths, List<String> exclude, String start, String dataset, String encoding, Multiline multiline) {
    public LogFiles {
        paths = List.copyOf(paths);
        exclude = List.copyOf(exclude);
        toFileSet(paths, exclude, start, dataset, encoding, multiline);
    }

    /** The same as the tail takes it. */
    public FileSet toFileSet() {
        return toFileSet(paths, exclude, start, dataset, encoding, multiline);
    }

    private static FileSet toFileSet(
            List<String> paths,
            List<String> exclude,
            String start,
            String dataset,
            String encoding,
            Multiline multiline) {
        List<Glob> include = paths.stream().map(Glob::of).toList();
        FileSet lines = new FileSet(include, exclude, start(start), dataset, encoding, Joining.never());
        return lines.joined(multiline.toJoining(Charset.forName(encoding)));
    }

    private static FileSet.Start start(String text) {
        return switch (text) {
            case "beginning" -> new FileSet.Beginning();
            case "end" -> new FileSet.End();
            default -> new FileSet.ModifiedWithin(age(text));
        };
    }

    private static Duration age(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "start: \"" + text + "\" is neither beginning nor end nor an age such as 24h", e);
        }
    }
}
