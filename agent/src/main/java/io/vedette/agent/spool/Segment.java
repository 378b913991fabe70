package io.vedette.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spool. Its name is the sequence number from which on it holds records. Not safe for several threads.
 */
final class Segment {
    static final String SUFFIX = ".spool";

    final Path path;
    final long firstSequence;
    private long sizeBytes;
    private @Nullable FileChannel channel;

    private Segment(Path path, long firstSequence, long sizeBytes, @Nullable FileChannel channel) {
        this.path = path;
        this.firstSequence = firstSequence;
        this.sizeBytes = sizeBytes;
        this.channel = channel;
    }

    static Segment create(Path directory, long firstSequence) throws IOException {
        Path path = directory.resolve(String.format(Locale.ROOT, "%019d", firstSequence) + SUFFIX);
        return new Segment(
                path,
                firstSequence,
                0,
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** A file of an earlier run, which is only read. */
    static Segment existing(Path path) throws IOException {
        String name = path.getFileName().toString();
        try {
            long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            return new Segment(path, first, Files.size(path), null);
        } catch (NumberFormatException e) {
            throw new IOException(path + " is no file of a spool; take it away", e);
        }
    }

    /** Appends whole records, or nothing. */
    void append(ByteBuffer frames) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException(path + " is closed");
        }
        int length = frames.remaining();
        try {
            while (frames.hasRemaining()) {
                open.write(frames, sizeBytes + length - frames.remaining());
            }
        } catch (IOException e) {
            open.truncate(sizeBytes);
            throw e;
        }
        sizeBytes += length;
    }

    /** Everything from a place on. */
    byte[] readFrom(long position) throws IOException {
        int length = (int) Math.max(0, Math.min(Integer.MAX_VALUE - 8, sizeBytes - position));
        ByteBuffer data = ByteBuffer.allocate(length);
        try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
            int count = 0;
            while (data.hasRemaining() && count >= 0) {
                count = reading.read(data, position + data.position());
            }
        }
        return data.hasRemaining() ? Arrays.copyOf(data.array(), data.position()) : data.array();
    }

    /** Brings it to the disk itself, so that it is there after a power cut. */
    void force() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Nothing is appended to it any more. */
    void end() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    void delete() throws IOException {
        end();
        Files.deleteIfExists(path);
    }
}
