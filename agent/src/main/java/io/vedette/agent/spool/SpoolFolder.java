package io.vedette.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The files of a spool: segments, what was delivered, and the spool's identity. Not safe for use by several threads.
 */
final class SpoolFolder {
    private static final int DELIVERED_BYTES = 12;

    private final Path directory;
    private final Path deliveredFile;
    private @Nullable FileChannel delivered;

    SpoolFolder(Path directory) {
        this.directory = directory;
        this.deliveredFile = directory.resolve("delivered");
    }

    /** The spool's identity, made when there is none. */
    String identity() throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("identity");
        try {
            String known = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!known.isEmpty()) {
                return known;
            }
        } catch (NoSuchFileException e) {
            // The first start.
        }
        String made = UUID.randomUUID().toString();
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(StandardCharsets.US_ASCII.encode(made + "\n"));
            out.force(true);
        }
        return made;
    }

    /** Files of earlier runs, oldest first. */
    Deque<Segment> segments() throws IOException {
        List<Segment> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + Segment.SUFFIX)) {
            for (Path file : files) {
                found.add(Segment.existing(file));
            }
        }
        found.sort(Comparator.comparingLong(segment -> segment.firstSequence));
        return new ArrayDeque<>(found);
    }

    Segment newSegment(long firstSequence) throws IOException {
        Files.createDirectories(directory);
        return Segment.create(directory, firstSequence);
    }

    /** Up to which sequence number everything was delivered; 0 if that is not known, and then it is sent again. */
    long delivered() throws IOException {
        try {
            ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(deliveredFile));
            boolean whole = data.remaining() == DELIVERED_BYTES && data.getInt(8) == checksum(data.getLong(0));
            return whole ? data.getLong(0) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    void rememberDelivered(long sequence) throws IOException {
        if (delivered == null) {
            delivered = FileChannel.open(deliveredFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
        ByteBuffer data = ByteBuffer.allocate(DELIVERED_BYTES);
        data.putLong(sequence).putInt(checksum(sequence)).flip();
        delivered.write(data, 0);
    }

    private static int checksum(long sequence) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(8).putLong(sequence).flip());
        return (int) checksum.getValue();
    }

    void close() throws IOException {
        FileChannel open = delivered;
        delivered = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
