package io.vedette.agent.log.file;

import io.vedette.protocol.log.LogSource;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The state of one file that is followed. Touched by the tail's thread alone, except the volatile figures, which may be
 * read by any.
 */
final class TailedFile {
    final FileSet set;
    final FileStat.Inode inode;
    final long birthNanos;

    /** Whether it was there when its pattern was used for the first time, so that the set's start applies. */
    final boolean initial;

    /** The name its lines are shipped under. */
    Path name;
    /** Where it stands now. */
    Path place;

    long modifiedMillis;
    boolean queued;
    /** Whether it stands nowhere, as far as is known. */
    boolean deleted;
    /** Since when, if it is deleted. */
    long vanishedNanos;

    boolean unreadable;
    boolean leftOut;
    /** Whether what its entry says is on the disk; no line is shipped before. */
    boolean durable;
    /** The last look at the disk that met it. */
    long meeting;

    long notBeforeNanos;
    /** When it last grew. */
    long grownNanos;

    @Nullable
    FileChannel channel;

    @Nullable
    RegistryEntry entry;
    /** What was remembered of the file's content before it was truncated, until the new content begins. */
    @Nullable
    RegistryEntry predecessor;

    @Nullable
    LogSource source;

    String encoding;
    CodeUnit unit;
    Fingerprint fingerprint = Fingerprint.EMPTY;
    /** Where the line now written is to be ended without a terminator; -1 if nowhere. */
    long cut = -1;
    /** Up to here there is no line terminator after the mark. */
    long scannedTo;
    /** Whether what is not shipped yet are whole lines, held as more may belong to them. */
    boolean endsWithLine;
    /** Longest chunk and line for this file, lowered when Kafka refuses larger ones. */
    int limitBytes = Integer.MAX_VALUE;

    final Deque<InFlight> inFlight = new ArrayDeque<>();
    /** Goes up when reading goes back, so that late outcomes of what was read before are not counted. */
    int epoch;

    volatile long sizeBytes;
    volatile Mark read = Mark.START;
    volatile Mark acknowledged = Mark.START;
    /**
     * When there first was something that is not acknowledged, milliseconds since the Unix epoch; 0 if there is none.
     */
    volatile long unreadSinceMillis;

    TailedFile(FileWalk.Found found, FileSet set, long birthNanos, boolean initial) {
        this.set = set;
        this.inode = found.stat().inode();
        this.birthNanos = birthNanos;
        this.initial = initial;
        this.name = found.path();
        this.place = found.place();
        this.encoding = set.encoding();
        this.unit = CodeUnit.of(encoding);
    }

    /** Starts with another content, which is yet to be admitted. */
    void forgetContent() {
        predecessor = entry == null ? predecessor : entry;
        entry = null;
        source = null;
        durable = false;
        read = Mark.START;
        acknowledged = Mark.START;
        fingerprint = Fingerprint.EMPTY;
        cut = -1;
        scannedTo = 0;
        inFlight.clear();
        epoch++;
    }

    /** Whether all that was read is acknowledged. */
    boolean isSettled() {
        return inFlight.isEmpty();
    }

    /** Whether everything known to be in the file has been read and acknowledged. */
    boolean isDone() {
        return inFlight.isEmpty() && read.offset() >= sizeBytes;
    }

    /** Whether its end has not been read. */
    boolean hasUnread() {
        return read.offset() < sizeBytes;
    }
}
