package io.vedette.agent.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Remembers the last cursor that Kafka has acknowledged; replaced in one step. */
final class CursorFile {
    private final Path file;

    CursorFile(Path file) {
        this.file = file;
    }

    /**
     * The cursor; empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or is none
     */
    String read() throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!text.startsWith("s=")) {
                throw new IOException(file + ": is damaged, so it is not known how far the journal was shipped. Restore"
                        + " the file, or move it away to read the whole journal again");
            }
            return text;
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Remembers a cursor. */
    void write(String cursor) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(cursor + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
