package io.vedette.agent.log.file;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.WakeUp;
import io.vedette.agent.ship.LogSink;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.log.LogSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets each file that has something new have its turn, and takes note of what became of what was read. */
final class FileTurns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileTurns.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What a chunk takes at most beside its lines: descriptor, offsets, lengths and flags. */
    private static final int DESCRIPTION_BYTES = 160 << 10;

    /** Chunks are not made smaller than this, whatever Kafka says. */
    private static final int SMALLEST_CHUNK_BYTES = 2048;

    private final LineReader reader;
    private final Admission admission;
    private final OpenFiles open;
    private final ReadyFiles ready;
    private final Marks marks;
    private final LogSink sink;
    private final ByteBudget budget;
    private final TailCounters counters;
    private final WakeUp wake;
    private final InstantSource clock;
    private final int roomBytes;
    private final Queue<InFlight> outcomes = new ConcurrentLinkedQueue<>();
    private int underWay;
    private boolean allAdmitted;

    private enum Turn {
        /** There is more to read. */
        MORE,
        /** The end was reached. */
        END,
        /** No handle can be had now. */
        NO_HANDLE,
        /** The budget of bytes is used up. */
        NO_ROOM,
        /** It stands elsewhere by now, or nowhere; queued again as soon as it is met. */
        MISSING,
        /** Something went wrong; to be tried again after a pause. */
        LATER
    }

    /** What is shared with the other parts of the tail, and where chunks go. */
    record Outlet(LogSink sink, ByteBudget budget, TailCounters counters, WakeUp wake, InstantSource clock) {}

    FileTurns(
            int maxLineBytes,
            LineReader reader,
            Admission admission,
            OpenFiles open,
            ReadyFiles ready,
            Marks marks,
            Outlet outlet) {
        this.reader = reader;
        this.admission = admission;
        this.open = open;
        this.ready = ready;
        this.marks = marks;
        this.sink = outlet.sink();
        this.budget = outlet.budget();
        this.counters = outlet.counters();
        this.wake = outlet.wake();
        this.clock = outlet.clock();
        this.roomBytes = Math.max(LineReader.QUANTUM_BYTES, maxLineBytes) + DESCRIPTION_BYTES;
        if (budget.limitBytes() < roomBytes) {
            throw new IllegalArgumentException("a buffer of " + budget.limitBytes()
                    + " bytes is too small for lines of " + maxLineBytes + "; at least " + roomBytes + " are needed");
        }
    }

    /** Gives every queued file one turn; returns whether any of them came further. */
    boolean readRound(long now) {
        ready.wake(now);
        open.beginRound();
        admitNew(now);
        boolean progressed = false;
        for (int left = ready.size(); left > 0; left--) {
            TailedFile file = ready.poll();
            if (file == null) {
                break;
            }
            switch (turn(file, now)) {
                case MORE -> {
                    ready.add(file);
                    progressed = true;
                }
                case END -> progressed = true;
                case NO_HANDLE -> ready.add(file);
                case NO_ROOM -> {
                    ready.putBack(file);
                    return progressed;
                }
                case MISSING -> LOG.debug("{} is not there", file.place);
                case LATER -> ready.delay(file, now + RETRY_NANOS);
            }
        }
        return progressed;
    }

    /** Admits all new files before any is read, so that one write to the disk does for all of them. */
    private void admitNew(long now) {
        allAdmitted = false;
        for (TailedFile file : List.copyOf(ready.queue())) {
            try {
                if (file.entry == null && !prepare(file)) {
                    return;
                }
            } catch (IOException e) {
                if (isMissing(file, e)) {
                    ready.drop(file);
                } else {
                    ready.delay(file, now + RETRY_NANOS);
                    fault(file, e);
                }
            }
        }
        allAdmitted = true;
    }

    /** Opens a file and gives it its identity; false if no handle can be spared. */
    private boolean prepare(TailedFile file) throws IOException {
        if (!open.open(file)) {
            return false;
        }
        if (file.entry == null) {
            admission.admit(file);
            if (file.entry == null) {
                file.sizeBytes = Objects.requireNonNull(file.channel).size();
                if (file.leftOut || !file.deleted) {
                    open.close(file);
                }
            } else if (!file.durable) {
                marks.awaitCommit(file);
            }
        }
        file.unreadable = false;
        return true;
    }

    private Turn turn(TailedFile file, long now) {
        try {
            if (!prepare(file)) {
                return Turn.NO_HANDLE;
            }
            LogSource source = file.source;
            if (source == null) {
                return Turn.END;
            }
            if (!file.durable && !marks.commit()) {
                return Turn.LATER;
            }
            if (!budget.tryAcquire(roomBytes)) {
                return Turn.NO_ROOM;
            }
            int used = 0;
            try {
                long sizeBefore = file.sizeBytes;
                LineReader.Result result = reader.read(file);
                if (file.sizeBytes != sizeBefore) {
                    file.grownNanos = now;
                }
                if (result == LineReader.Result.LINES) {
                    used = ship(file, source);
                    return file.hasUnread() ? Turn.MORE : Turn.END;
                }
                if (result == LineReader.Result.TRUNCATED) {
                    startOver(file, sizeBefore);
                    return Turn.MORE;
                }
                return end(file);
            } finally {
                budget.release(roomBytes - used);
            }
        } catch (IOException e) {
            if (isMissing(file, e)) {
                return Turn.MISSING;
            }
            fault(file, e);
            return Turn.LATER;
        }
    }

    private Turn end(TailedFile file) {
        if (file.hasUnread()) {
            ready.incomplete().add(file);
        }
        settled(file);
        return Turn.END;
    }

    /** Sends what the reader has found on its way; returns how many bytes of the budget that takes. */
    private int ship(TailedFile file, LogSource source) {
        LineFramer lines = reader.lines();
        Mark end = lines.end();
        counters.bytes.add(end.offset() - file.read.offset());
        file.read = end;
        file.scannedTo = end.offset();
        if (file.unreadSinceMillis == 0) {
            file.unreadSinceMillis = clock.millis();
        }
        if (lines.count() == 0) {
            settled(file);
            return 0;
        }
        counters.lines.add(lines.lines());
        counters.events.add(lines.count());
        counters.splitEvents.add(lines.splitEvents());
        counters.cutLines.add(lines.cutLines());
        byte[] chunk = LogChunkCodec.encode(new LogChunk(
                source, clock.millis(), lines.offsets(), lines.lengths(), lines.flags(), reader.payload()));
        int bytes = Math.min(chunk.length, roomBytes);
        InFlight inFlight = new InFlight(file, end, bytes, this::done);
        file.inFlight.addLast(inFlight);
        underWay++;
        sink.ship(source.host() + ":" + source.name(), chunk, inFlight);
        return bytes;
    }

    /** On a thread of the sink. */
    private void done(InFlight chunk) {
        outcomes.add(chunk);
        wake.call();
    }

    /** Takes note of the outcomes that have become known. */
    void finish(long now) {
        InFlight chunk;
        while ((chunk = outcomes.poll()) != null) {
            underWay--;
            budget.release(chunk.bytes);
            TailedFile file = chunk.file;
            if (chunk.epoch == file.epoch) {
                switch (chunk.state()) {
                    case ACKNOWLEDGED -> advance(file);
                    case FAILED -> {
                        goBack(file);
                        ready.delay(file, now + RETRY_NANOS);
                    }
                    case TOO_LARGE -> shrink(file, chunk, now);
                    case UNDER_WAY -> throw new IllegalStateException("an outcome that is none");
                }
            }
        }
    }

    private void advance(TailedFile file) {
        InFlight first = file.inFlight.peekFirst();
        while (first != null && first.state() == InFlight.State.ACKNOWLEDGED) {
            file.inFlight.removeFirst();
            file.acknowledged = first.end;
            first = file.inFlight.peekFirst();
        }
        marks.moved(file);
        settled(file);
    }

    /** If nothing is under way, all that was read counts as acknowledged: what was passed over, too. */
    private void settled(TailedFile file) {
        if (!file.isSettled()) {
            return;
        }
        file.limitBytes = Integer.MAX_VALUE;
        if (!file.acknowledged.equals(file.read)) {
            file.acknowledged = file.read;
            marks.moved(file);
        }
        if (file.isDone()) {
            file.unreadSinceMillis = 0;
        }
    }

    private void goBack(TailedFile file) {
        counters.repeatedBytes.add(file.read.offset() - file.acknowledged.offset());
        file.read = file.acknowledged;
        file.scannedTo = file.read.offset();
        file.inFlight.clear();
        file.epoch++;
    }

    private void shrink(TailedFile file, InFlight chunk, long now) {
        goBack(file);
        if (chunk.bytes / 2 < SMALLEST_CHUNK_BYTES) {
            LOG.error(
                    "Kafka refuses a record of {} bytes as too large; raise max.message.bytes of the topic",
                    chunk.bytes);
            ready.delay(file, now + RETRY_NANOS);
        } else {
            file.limitBytes = chunk.bytes / 2;
            ready.add(file);
        }
    }

    private void startOver(TailedFile file, long sizeBefore) {
        long lost = Math.max(0, sizeBefore - file.read.offset());
        counters.truncations.increment();
        counters.lostBytes.add(lost);
        LOG.info("{} was truncated, {} bytes of it were not read", file.place, lost);
        file.forgetContent();
    }

    /**
     * Whether it was renamed or deleted between being met and being opened. Where it stands will be heard of, and then
     * it must not wait: under rotation a pause is time enough for it to be deleted unread.
     */
    private static boolean isMissing(TailedFile file, IOException e) {
        return e instanceof NoSuchFileException && file.channel == null;
    }

    private void fault(TailedFile file, IOException e) {
        counters.readErrors.increment();
        if (!file.unreadable) {
            file.unreadable = true;
            LOG.warn("{} cannot be read, it is tried again: {}", file.place, FileWalk.reason(e));
        }
    }

    /** Chunks whose outcome is not known. */
    int underWay() {
        return underWay;
    }

    /** Whether no file found so far waits to be admitted. */
    boolean allAdmitted() {
        return allAdmitted;
    }

    /** When a delayed file is to be tried again. */
    long nextRetry(long now) {
        return ready.nextWake(now + TimeUnit.HOURS.toNanos(1));
    }

    @Override
    public void close() {
        open.close();
    }
}
