package io.vedette.agent.log.journal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the program that reads the journal. */
public final class Journalctl {
    /** Where journald keeps the journal, over restarts of the machine or not (systemd-journald.service(8)). */
    private static final List<Path> JOURNALS = List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    private Journalctl() {}

    /**
     * The program, if there is also a journal for it to read.
     *
     * @param path folders with programs, as in the variable PATH
     */
    public static Optional<Path> find(String path) {
        if (JOURNALS.stream().noneMatch(Files::isDirectory)) {
            return Optional.empty();
        }
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "journalctl"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
