package io.vedette.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of a spool is on the disk: written at one end, read at the other. Not safe for use by several threads. */
final class SpoolFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFiles.class);

    private final SpoolFolder folder;
    private final int segmentBytes;
    private Deque<Segment> segments = new ArrayDeque<>();
    private @Nullable Segment active;
    /**
     * Where the next record to be delivered is looked for in the oldest segment, and up to where damage was counted.
     */
    private long readPosition;

    private long inspectedTo;
    /** The records given out last; they end in the oldest segment. */
    private final Deque<Frame> givenOut = new ArrayDeque<>();

    private long deliveredSequence;
    private long greatestSequence;
    private long sizeBytes;
    private long waiting;
    private long damaged;

    SpoolFiles(SpoolFolder folder, int segmentBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
    }

    /** Finds what an earlier run has left. */
    void load() throws IOException {
        sizeBytes = 0;
        waiting = 0;
        segments = folder.segments();
        deliveredSequence = folder.delivered();
        greatestSequence = deliveredSequence;
        for (Segment segment : segments) {
            sizeBytes += segment.sizeBytes();
            for (Frame frame : frames(segment.readFrom(0))) {
                greatestSequence = Math.max(greatestSequence, frame.sequence());
                waiting += frame.sequence() > deliveredSequence ? 1 : 0;
            }
        }
    }

    private static List<Frame> frames(byte[] data) {
        List<Frame> found = new ArrayList<>();
        Frame frame = Frame.next(data, 0, data.length);
        while (frame != null) {
            found.add(frame);
            frame = Frame.next(data, frame.end(), data.length);
        }
        return found;
    }

    /** Writes the first of some records, as many as belong into one file; returns how many. */
    int write(Iterable<SpoolRecord> records) throws IOException {
        List<SpoolRecord> taken = new ArrayList<>();
        int bytes = 0;
        for (SpoolRecord each : records) {
            int length = each.bytes().length + Frame.HEADER_BYTES;
            if (!taken.isEmpty() && bytes + length > segmentBytes) {
                break;
            }
            bytes += length;
            taken.add(each);
        }
        Segment target = active;
        if (target == null || target.sizeBytes() >= segmentBytes) {
            end();
            target = folder.newSegment(taken.get(0).sequence());
            active = target;
            segments.addLast(target);
        }
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        taken.forEach(each -> Frame.put(frames, each.sequence(), each.bytes()));
        target.append(frames.flip());
        sizeBytes += bytes;
        waiting += taken.size();
        return taken.size();
    }

    /** Brings what was written to the disk itself. */
    void force() throws IOException {
        if (active != null) {
            active.force();
        }
    }

    /** Nothing more is written to the present file. */
    void end() throws IOException {
        Segment ended = active;
        active = null;
        if (ended != null) {
            if (waiting > 0) {
                ended.force();
            }
            ended.end();
        }
    }

    /** The records that wait longest; none if none wait. */
    List<SpoolRecord> oldest(long mostBytes) {
        List<SpoolRecord> found = new ArrayList<>();
        givenOut.clear();
        while (!segments.isEmpty() && found.isEmpty()) {
            Segment first = segments.getFirst();
            try {
                read(first, mostBytes, found);
            } catch (IOException e) {
                damaged++;
                LOG.warn("{} cannot be read and is passed over: {}", first.path, e.toString());
                readPosition = first.sizeBytes();
            }
            if (found.isEmpty()) {
                if (first == active) {
                    break;
                }
                removeOldest();
            }
        }
        return found;
    }

    private void read(Segment first, long mostBytes, List<SpoolRecord> found) throws IOException {
        byte[] data = first.readFrom(readPosition);
        List<Frame> frames = frames(data);
        inspect(first, frames, data.length);
        long bytes = 0;
        long passed = readPosition;
        for (Frame frame : frames) {
            if (frame.sequence() <= deliveredSequence) {
                passed = readPosition + frame.end();
                continue;
            }
            bytes += frame.end() - frame.bytesBegin();
            if (!found.isEmpty() && bytes > mostBytes) {
                break;
            }
            byte[] content = Arrays.copyOfRange(data, frame.bytesBegin(), frame.end());
            found.add(new SpoolRecord(frame.sequence(), content));
            givenOut.add(new Frame(frame.sequence(), 0, 0, Math.toIntExact(readPosition + frame.end())));
        }
        if (found.isEmpty()) {
            readPosition = passed;
        }
    }

    /** Counts each damaged place once, however often it is read over. */
    private void inspect(Segment segment, List<Frame> frames, int length) {
        long from = readPosition;
        for (Frame frame : frames) {
            inspectGap(segment, from, readPosition + frame.begin());
            from = readPosition + frame.end();
        }
        inspectGap(segment, from, readPosition + length);
        inspectedTo = Math.max(inspectedTo, readPosition + length);
    }

    private void inspectGap(Segment segment, long from, long to) {
        if (to > from && from >= inspectedTo) {
            damaged++;
            LOG.warn("{} bytes of {} are damaged and passed over", to - from, segment.path);
        }
    }

    /**
     * Everything up to a sequence number was delivered.
     *
     * @param fromMemory how many of that were given out before they came here
     */
    void delivered(long sequence, long fromMemory) throws IOException {
        while (!givenOut.isEmpty() && givenOut.getFirst().sequence() <= sequence) {
            readPosition = givenOut.removeFirst().end();
            waiting--;
        }
        waiting -= fromMemory;
        deliveredSequence = Math.max(deliveredSequence, sequence);
        Segment first = segments.peekFirst();
        boolean ended = first != null && (first != active || first.sizeBytes() >= segmentBytes);
        if (ended && readPosition >= first.sizeBytes()) {
            removeOldest();
        }
        folder.rememberDelivered(deliveredSequence);
    }

    /** Gives up the oldest file, unless it is the only one; returns how many records are lost, or -1. */
    long dropOldest() {
        if (segments.size() < 2) {
            return -1;
        }
        Segment oldest = segments.getFirst();
        long lost = 0;
        try {
            for (Frame frame : frames(oldest.readFrom(0))) {
                lost += frame.sequence() > deliveredSequence ? 1 : 0;
            }
        } catch (IOException e) {
            LOG.warn("{} gives way and cannot be read: {}", oldest.path, e.toString());
        }
        waiting -= lost;
        removeOldest();
        deliveredSequence = Math.max(deliveredSequence, segments.getFirst().firstSequence - 1);
        return lost;
    }

    private void removeOldest() {
        Segment oldest = segments.removeFirst();
        sizeBytes -= oldest.sizeBytes();
        readPosition = 0;
        inspectedTo = 0;
        givenOut.clear();
        if (oldest == active) {
            active = null;
        }
        try {
            oldest.delete();
        } catch (IOException e) {
            // It is met again at the next start, and passed over then by the number that was delivered.
            LOG.warn("{} cannot be deleted: {}", oldest.path, e.toString());
        }
    }

    /** Bytes of all files. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Bytes that were not delivered. */
    long waitingBytes() {
        return waiting == 0 ? 0 : sizeBytes - readPosition;
    }

    /** Records that were not delivered. */
    long waiting() {
        return waiting;
    }

    /** The greatest sequence number of an earlier run. */
    long greatestSequence() {
        return greatestSequence;
    }

    /** Places that were passed over. */
    long damaged() {
        return damaged;
    }
}
