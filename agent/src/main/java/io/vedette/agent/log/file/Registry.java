package io.vedette.agent.log.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the tail remembers from run to run: an append-only file of batches.
 *
 * <p>Each batch is one line, a checksum and a JSON object, written by one call and forced to disk before
 * {@link #commit} returns and before the next is begun. So only the last line can be incomplete after a crash, and
 * nothing that it says has been relied on: it is cut off. A bad line that others follow is damage, and the registry
 * refuses to open: going on without it could leave lines out. The file is rewritten (and replaced in one step) when it
 * is opened and when it has grown well beyond what it holds.
 *
 * <p>Not safe for use by several threads.
 */
final class Registry implements AutoCloseable {
    private static final String HEADER = "vedette file registry 1";
    private static final long REWRITE_BYTES = 4 << 20;
    private static final int ENTRIES_PER_LINE = 1000;

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final Map<String, RegistryEntry> entries = new LinkedHashMap<>();
    private final Set<String> patterns = new LinkedHashSet<>();
    private final Map<String, RegistryEntry> changed = new LinkedHashMap<>();
    private final Set<String> forgotten = new LinkedHashSet<>();
    private final Set<String> newPatterns = new LinkedHashSet<>();
    private @Nullable FileChannel log;
    private long goodBytes;
    private long liveBytes;

    /** One line of the file. */
    record Lines(List<RegistryEntry> files, List<String> gone, List<String> patterns) {}

    private Registry(Path file) {
        this.file = file;
    }

    /**
     * Opens the registry, a new one if the file does not exist.
     *
     * @throws DamagedRegistryException if the file is damaged or was written by a newer version
     * @throws IOException if it cannot be read or rewritten
     */
    static Registry open(Path file) throws IOException {
        Registry registry = new Registry(file);
        if (Files.exists(file)) {
            registry.load(Files.readAllBytes(file));
        }
        registry.rewrite();
        return registry;
    }

    private void load(byte[] bytes) throws IOException {
        int line = 0;
        int damagedLine = 0;
        for (int at = 0; at < bytes.length; ) {
            line++;
            int end = CodeUnit.BYTE.lineFeed(bytes, at, bytes.length);
            Lines read = end < 0 ? null : parse(bytes, at, end, line);
            if (damagedLine > 0 && read != null) {
                throw damaged("line " + damagedLine + " is damaged", null);
            }
            if (read == null) {
                damagedLine = damagedLine == 0 ? line : damagedLine;
            } else {
                apply(read);
            }
            at = end < 0 ? bytes.length : end + 1;
        }
        if (line == 0 || damagedLine == 1) {
            throw damaged("it does not begin with \"" + HEADER + "\"", null);
        }
    }

    /** Reads a line; null if it is incomplete or its checksum is wrong. */
    private @Nullable Lines parse(byte[] bytes, int from, int to, int line) throws IOException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (line == 1) {
            return text.equals(HEADER) ? new Lines(List.of(), List.of(), List.of()) : null;
        }
        if (text.length() < 9 || !text.startsWith(checksum(bytes, from + 9, to) + " ")) {
            return null;
        }
        try {
            return json.readValue(text.substring(9), Lines.class);
        } catch (JsonProcessingException e) {
            throw damaged("line " + line + " cannot be understood; was it written by a newer version?", e);
        }
    }

    private DamagedRegistryException damaged(String what, @Nullable Throwable cause) {
        return new DamagedRegistryException(
                file + ": " + what + ", so it is not known which log lines were shipped. Restore the file, or move it"
                        + " away to read all log files again from the beginning",
                cause);
    }

    private void apply(Lines lines) {
        lines.files().forEach(entry -> entries.put(entry.identity(), entry));
        lines.gone().forEach(entries::remove);
        patterns.addAll(lines.patterns());
    }

    /** All that is remembered. */
    Collection<RegistryEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** What is remembered under an identity. */
    @Nullable
    RegistryEntry get(String identity) {
        return entries.get(identity);
    }

    /** Whether files of this glob have been looked for before. */
    boolean knowsPattern(String pattern) {
        return patterns.contains(pattern);
    }

    /** Remembers, at the next commit, that files of this glob have been looked for. */
    void addPattern(String pattern) {
        if (patterns.add(pattern)) {
            newPatterns.add(pattern);
        }
    }

    /** Remembers an entry in place of the earlier one of its identity, at the next commit. */
    void put(RegistryEntry entry) {
        entries.put(entry.identity(), entry);
        changed.put(entry.identity(), entry);
        forgotten.remove(entry.identity());
    }

    /** Forgets an entry, at the next commit. */
    void remove(String identity) {
        if (entries.remove(identity) != null) {
            changed.remove(identity);
            forgotten.add(identity);
        }
    }

    /** Whether there is something to commit. */
    boolean isDirty() {
        return !changed.isEmpty() || !forgotten.isEmpty() || !newPatterns.isEmpty();
    }

    /**
     * Brings all changes to the disk. After an exception they are still to be committed.
     *
     * @throws IOException if they could not be written: the disk is full, or read-only
     */
    void commit() throws IOException {
        if (!isDirty()) {
            return;
        }
        if (log == null || goodBytes > REWRITE_BYTES && goodBytes > 4 * liveBytes) {
            rewrite();
        } else {
            append(log);
        }
        changed.clear();
        forgotten.clear();
        newPatterns.clear();
    }

    private void append(FileChannel channel) throws IOException {
        byte[] line =
                encode(new Lines(List.copyOf(changed.values()), List.copyOf(forgotten), List.copyOf(newPatterns)));
        try {
            // What a failed write left behind must not stand in the middle of the file.
            channel.truncate(goodBytes);
            channel.position(goodBytes);
            writeFully(channel, line);
            channel.force(false);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
        goodBytes += line.length;
    }

    private void rewrite() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            try {
                long size = writeAll(channel);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                closeLog();
                forceDirectory();
                log = channel;
                goodBytes = size;
                liveBytes = size;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IOException(file + ": cannot be rewritten: " + e.getMessage(), e);
        }
    }

    private long writeAll(FileChannel channel) throws IOException {
        writeFully(channel, (HEADER + "\n").getBytes(StandardCharsets.UTF_8));
        List<RegistryEntry> all = new ArrayList<>(entries.values());
        for (int i = 0; i < all.size(); i += ENTRIES_PER_LINE) {
            List<RegistryEntry> some = all.subList(i, Math.min(i + ENTRIES_PER_LINE, all.size()));
            writeFully(channel, encode(new Lines(some, List.of(), List.of())));
        }
        writeFully(channel, encode(new Lines(List.of(), List.of(), List.copyOf(patterns))));
        channel.force(true);
        return channel.position();
    }

    private byte[] encode(Lines lines) throws IOException {
        byte[] body = json.writeValueAsBytes(lines);
        byte[] start = (checksum(body, 0, body.length) + " ").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(start.length + body.length + 1)
                .put(start)
                .put(body)
                .put((byte) '\n')
                .array();
    }

    private static String checksum(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        String hex = Long.toHexString(crc.getValue());
        return "0".repeat(8 - hex.length()) + hex;
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A rename is on the disk only once its directory is. */
    private void forceDirectory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void closeLog() throws IOException {
        if (log != null) {
            log.close();
            log = null;
        }
    }

    /** Closes the file without committing. */
    @Override
    public void close() throws IOException {
        closeLog();
    }
}
