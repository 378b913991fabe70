package io.vedette.agent.probe.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of the kernel's memory pages. */
public final class PageSize {
    private static final long USUAL_BYTES = 4096;
    private static final String KEY = "KernelPageSize:";

    private PageSize() {}

    /** As {@code /proc/self/smaps} says, in bytes; 4096 if it does not. */
    public static long bytes(Path procfs) {
        try (BufferedReader lines =
                Files.newBufferedReader(procfs.resolve("self/smaps"), StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(KEY)) {
                    String kilobytes = line.substring(KEY.length()).replace("kB", "");
                    return Long.parseLong(kilobytes.strip()) * 1024;
                }
            }
            return USUAL_BYTES;
        } catch (IOException | NumberFormatException e) {
            return USUAL_BYTES;
        }
    }
}
