package io.vedette.agent.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes programs that stand in for tools whose hardware is absent. */
public final class Script {
    private Script() {}

    /** @param body what a shell runs */
    public static void write(Path folder, String tool, String body) throws IOException {
        Path file = folder.resolve(tool);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
