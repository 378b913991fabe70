package io.vedette.agent.log.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the tail works by.
 *
 * @param host the node's name
 * @param sets what to read; of several sets that hold a file the first counts
 * @param registry where to remember how far each file was read
 * @param maxLineBytes longest line; longer ones are cut there
 * @param openFiles most file handles held at once
 * @param walkInterval time between two walks over all directories, the safety net under the kernel's notices
 * @param pollInterval time between two looks at directories that the kernel does not watch
 * @param lineWait how long a last line without a terminator is waited on before it is shipped as it is
 * @param deletedWait how long a deleted file is held after its end was read, as its writer may not know yet
 * @param rememberInterval time between two writes of the marks to the registry
 */
public record TailSettings(
        String host,
        List<FileSet> sets,
        Path registry,
        int maxLineBytes,
        int openFiles,
        Duration walkInterval,
        Duration pollInterval,
        Duration lineWait,
        Duration deletedWait,
        Duration rememberInterval) {
    public TailSettings {
        sets = List.copyOf(sets);
        if (maxLineBytes < 64 || openFiles < 1) {
            throw new IllegalArgumentException(
                    "a longest line of " + maxLineBytes + " bytes and " + openFiles + " open files are too little");
        }
    }

    /** The usual pace. */
    public static TailSettings of(String host, List<FileSet> sets, Path registry, int maxLineBytes) {
        return new TailSettings(
                host,
                sets,
                registry,
                maxLineBytes,
                512,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    /** The same with another wait for the end of a last line, and another pace of walks. */
    TailSettings pacedAt(Duration newLineWait, Duration newWalkInterval) {
        return new TailSettings(
                host,
                sets,
                registry,
                maxLineBytes,
                openFiles,
                newWalkInterval,
                pollInterval,
                newLineWait,
                deletedWait,
                rememberInterval);
    }
}
