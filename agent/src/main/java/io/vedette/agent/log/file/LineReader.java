package io.vedette.agent.log.file;

import io.vedette.agent.log.multiline.Joiner;
import io.vedette.agent.log.multiline.Joining;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the next events of any file into buffers that all files share. Nothing of a file is kept between two calls: a
 * line or an event that is not complete is read again when it may be.
 *
 * <p>Not safe for use by several threads.
 */
final class LineReader {
    /** Most bytes of one file read in one turn, unless one line is longer. */
    static final int QUANTUM_BYTES = 256 << 10;

    /** Room behind a line of the greatest length for its terminator in any encoding. */
    private static final int TERMINATOR_ROOM = 4;

    /** An incomplete line longer than this is not read again each time a little is added to it. */
    private static final int REREAD_BYTES = 4096;

    private final int maxLine;
    private final Map<Joining.Rule, Joiner> joiners = new IdentityHashMap<>();
    private final LineFramer framer = new LineFramer();
    private final ByteBuffer transfer = ByteBuffer.allocateDirect(QUANTUM_BYTES);
    private final byte[] head = new byte[Fingerprint.MAX_LENGTH];
    private byte[] data = new byte[QUANTUM_BYTES];

    /** What was found. */
    enum Result {
        /** Lines, or bytes to pass over; the framer has them. */
        LINES,
        /** The beginning of a line, or nothing at all. */
        NOTHING,
        /** Another content than before: the file was truncated. */
        TRUNCATED
    }

    /** @param maxLine longest line in bytes */
    LineReader(int maxLine) {
        this.maxLine = maxLine;
    }

    /** Reads the lines at the file's mark, without moving it. The file must be open. */
    Result read(TailedFile file) throws IOException {
        FileChannel channel = Objects.requireNonNull(file.channel);
        Mark from = file.read;
        long size = channel.size();
        file.sizeBytes = size;
        if (size < from.offset()) {
            return Result.TRUNCATED;
        }
        long available = size - from.offset();
        if (available == 0) {
            return Result.NOTHING;
        }
        int longest = Math.min(maxLine, file.limitBytes);
        int most = longest + TERMINATOR_ROOM;
        int want = Math.min(QUANTUM_BYTES, Math.max(file.limitBytes, TERMINATOR_ROOM));
        if (file.scannedTo - from.offset() > REREAD_BYTES && file.cut <= from.offset()) {
            if (!lineEnds(channel, file, size, from.offset() + most)) {
                return unchanged(channel, file, file.scannedTo) ? Result.NOTHING : Result.TRUNCATED;
            }
            want = Math.max(want, most);
        }
        int got = frame(channel, file, (int) Math.min(available, want), longest);
        if (framer.end().equals(from) && got == want && got < Math.min(available, most)) {
            got = frame(channel, file, (int) Math.min(available, most), longest);
        }
        if (!unchanged(channel, file, from.offset() + got)) {
            return Result.TRUNCATED;
        }
        if (framer.end().equals(from)) {
            file.scannedTo = from.offset() + file.unit.whole(got);
            file.endsWithLine = framer.endsWithLine();
            return Result.NOTHING;
        }
        return Result.LINES;
    }

    private int frame(FileChannel channel, TailedFile file, int want, int longest) throws IOException {
        int got = fill(channel, file.read.offset(), want);
        Joining joining = file.set.joining();
        Joiner joiner = joiners.computeIfAbsent(joining.rule(), Joining.Rule::joiner);
        framer.frame(data, got, file.read, file.cut, Framing.of(joining, joiner, longest, file.unit));
        return got;
    }

    /** Looks only at what was added: whether the incomplete line has ended, or has become too long. */
    private boolean lineEnds(FileChannel channel, TailedFile file, long size, long tooLongAt) throws IOException {
        while (file.scannedTo < size && file.scannedTo < tooLongAt) {
            int want = file.unit.whole((int) Math.min(size - file.scannedTo, QUANTUM_BYTES));
            int got = file.unit.whole(fill(channel, file.scannedTo, want));
            if (got == 0) {
                return false;
            }
            if (file.unit.lineFeed(data, 0, got) >= 0) {
                return true;
            }
            file.scannedTo += got;
            file.endsWithLine = false;
        }
        return file.scannedTo >= tooLongAt;
    }

    /**
     * Whether the file still is what it was before reading up to {@code upTo}: checked after reading, so that bytes
     * read while it was being truncated are not taken for bytes of the old content.
     */
    private boolean unchanged(FileChannel channel, TailedFile file, long upTo) throws IOException {
        int length = readHead(channel);
        if (channel.size() < upTo || !file.fingerprint.matches(head, length)) {
            return false;
        }
        file.fingerprint = file.fingerprint.grown(head, length);
        return true;
    }

    /** Reads the file's first bytes into {@link #head()}; returns how many there are. */
    int readHead(FileChannel channel) throws IOException {
        int got = 0;
        while (got < head.length) {
            transfer.clear().limit(head.length - got);
            int count = channel.read(transfer, got);
            if (count <= 0) {
                break;
            }
            transfer.flip().get(head, got, count);
            got += count;
        }
        return got;
    }

    private int fill(FileChannel channel, long position, int want) throws IOException {
        if (data.length < want) {
            data = Arrays.copyOf(data, want);
        }
        int got = 0;
        while (got < want) {
            transfer.clear().limit(Math.min(transfer.capacity(), want - got));
            int count = channel.read(transfer, position + got);
            if (count <= 0) {
                break;
            }
            transfer.flip().get(data, got, count);
            got += count;
        }
        return got;
    }

    /** The first bytes read last; changes with the next call. */
    byte[] head() {
        return head;
    }

    /** The lines found last; changes with the next call. */
    LineFramer lines() {
        return framer;
    }

    /** The lines' bytes; changes with the next call. */
    ByteBuffer payload() {
        return ByteBuffer.wrap(data, 0, framer.payloadBytes());
    }
}
