package io.vedette.agent.probe.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads one small file again and again into the same buffer. A file of {@code /proc} is made anew at each opening and
 * has no length, so it is opened each time and read to its end.
 *
 * <p>Used by one thread at a time; the result of {@link #read} is valid until the next call.
 */
final class ProcFile {
    /** More than the interrupt table of a machine with hundreds of cores. */
    private static final int MAX_BYTES = 16 << 20;

    private final Path path;
    private final Fields fields;
    private byte[] buffer = new byte[4096];

    ProcFile(Path path) {
        this.path = path;
        this.fields = new Fields(path.toString());
    }

    /** Whether there is such a file now. */
    boolean exists() {
        return Files.exists(path);
    }

    /** Whether there is such a file and it may be read. */
    boolean isReadable() {
        return Files.isReadable(path);
    }

    /** The file's content, placed before its first line. */
    Fields read() throws IOException {
        int size = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = 0; read >= 0; ) {
                size += read;
                if (size == buffer.length) {
                    grow();
                }
                read = in.read(buffer, size, buffer.length - size);
            }
        }
        fields.reset(buffer, size);
        return fields;
    }

    private void grow() throws IOException {
        if (buffer.length >= MAX_BYTES) {
            throw new EOFException(path + " is larger than " + MAX_BYTES + " bytes");
        }
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
}
