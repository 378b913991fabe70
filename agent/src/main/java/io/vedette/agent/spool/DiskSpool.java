package io.vedette.agent.spool;

import io.vedette.agent.spool.SpoolSettings.WhenFull;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue on disk. What is in it survives the end of the process, however that comes; while more than one
 * record waits it is also brought to the disk itself about once a second, to survive a power cut. A damaged record is
 * passed over and counted, and those behind it are delivered. While the disk cannot be written records wait in memory,
 * within a bound of their own.
 *
 * <p>A record is delivered at least once; after the process was killed it may be again, with the same sequence number.
 * Safe for use by any thread.
 */
public final class DiskSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);
    private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SpoolSettings settings;
    private final LongSupplier nanoTime;
    private final SpoolFolder folder;
    private final Object lock = new Object();

    /** All below is guarded by {@link #lock}. */
    private final SpoolFiles files;

    private final Deque<SpoolRecord> memory = new ArrayDeque<>();
    /** Sequence numbers of the records that were given out last, if that was from memory. */
    private final Deque<Long> givenOut = new ArrayDeque<>();

    private String identity = UUID.randomUUID().toString();
    private boolean loaded;
    private boolean closed;
    private long nextSequence;
    private long memoryBytes;
    private long dropped;
    private long faults;
    private String fault = "";
    private long nextTry;
    private long nextForce;

    /**
     * Opens the spool; a disk that cannot be used is no reason to fail.
     *
     * @param clock wall time, from which sequence numbers begin
     * @param nanoTime elapsed time, as {@link System#nanoTime}
     */
    public DiskSpool(SpoolSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.folder = new SpoolFolder(settings.directory());
        this.files = new SpoolFiles(folder, settings.segmentBytes());
        // Greater than any number of an earlier run, even of records that never came to the disk.
        this.nextSequence = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        this.nextTry = nanoTime.getAsLong();
        this.nextForce = nextTry;
        synchronized (lock) {
            try {
                load();
            } catch (IOException e) {
                fault(e);
            }
        }
    }

    private void load() throws IOException {
        String known = folder.identity();
        files.load();
        identity = known;
        nextSequence = Math.max(nextSequence, files.greatestSequence() + 1);
        loaded = true;
    }

    /**
     * Puts records in, all or none; never waits.
     *
     * @return false if there is no room and what comes gives way
     */
    public boolean add(List<byte[]> records) {
        synchronized (lock) {
            long bytes = 0;
            for (byte[] each : records) {
                bytes += each.length + Frame.HEADER_BYTES;
            }
            if (closed || settings.whenFull() == WhenFull.REFUSE && !hasRoom(bytes)) {
                return false;
            }
            for (byte[] each : records) {
                memory.add(new SpoolRecord(nextSequence++, each));
            }
            memoryBytes += bytes;
            if (fault.isEmpty() || nanoTime.getAsLong() - nextTry >= 0) {
                toDisk();
            }
            makeRoom();
            lock.notifyAll();
            return true;
        }
    }

    /** Whether so many bytes can be put in now; any number can if nothing is there. */
    private boolean hasRoom(long bytes) {
        long inMemory = memoryBytes + bytes;
        boolean memoryLeft = fault.isEmpty() || memory.isEmpty() || inMemory <= settings.memoryBytes();
        return memoryLeft && (waiting() == 0 || files.sizeBytes() + inMemory <= settings.limitBytes());
    }

    private long waiting() {
        return files.waiting() + memory.size();
    }

    /** Moves what waits in memory to the disk, in its order. */
    private void toDisk() {
        try {
            if (!loaded) {
                load();
            }
            while (!memory.isEmpty()) {
                for (int written = files.write(memory); written > 0; written--) {
                    memoryBytes -= memory.removeFirst().bytes().length + Frame.HEADER_BYTES;
                }
            }
            if (files.waiting() > 1 && nanoTime.getAsLong() - nextForce >= 0) {
                files.force();
                nextForce = nanoTime.getAsLong() + FORCE_NANOS;
            }
            if (!fault.isEmpty()) {
                LOG.info("{} can be written again", folder);
                fault = "";
            }
        } catch (IOException e) {
            fault(e);
        }
    }

    private void fault(IOException e) {
        faults++;
        nextTry = nanoTime.getAsLong() + RETRY_NANOS;
        if (fault.isEmpty()) {
            LOG.error(
                    "{} cannot be written ({}); what waits for Kafka waits in memory, at most {} bytes of it",
                    folder,
                    e.getMessage(),
                    settings.memoryBytes());
        }
        fault = String.valueOf(e.getMessage());
        try {
            // What the file holds can still be read; if writing goes on one day, it does in another.
            files.end();
        } catch (IOException closing) {
            LOG.debug("{} was not closed well", folder, closing);
        }
    }

    private void makeRoom() {
        while (files.sizeBytes() > settings.limitBytes()) {
            long lost = files.dropOldest();
            if (lost < 0) {
                break;
            }
            dropped += lost;
        }
        while (!fault.isEmpty() && memoryBytes > settings.memoryBytes() && memory.size() > 1) {
            SpoolRecord oldest = memory.removeFirst();
            memoryBytes -= oldest.bytes().length + Frame.HEADER_BYTES;
            givenOut.remove(oldest.sequence());
            dropped++;
        }
    }

    /**
     * The records that wait longest, without taking them out; waits until there is one.
     *
     * @param mostBytes no more than this together, unless the first alone is larger
     */
    public List<SpoolRecord> awaitOldest(long mostBytes) throws InterruptedException {
        synchronized (lock) {
            while (true) {
                givenOut.clear();
                List<SpoolRecord> oldest = files.oldest(mostBytes);
                if (oldest.isEmpty()) {
                    oldest = fromMemory(mostBytes);
                }
                if (!oldest.isEmpty()) {
                    return oldest;
                }
                lock.wait();
            }
        }
    }

    private List<SpoolRecord> fromMemory(long mostBytes) {
        List<SpoolRecord> found = new ArrayList<>();
        long bytes = 0;
        for (SpoolRecord each : memory) {
            bytes += each.bytes().length;
            if (!found.isEmpty() && bytes > mostBytes) {
                break;
            }
            found.add(each);
            givenOut.add(each.sequence());
        }
        return found;
    }

    /** Takes out everything up to a sequence number, which has arrived. */
    public void delivered(long sequence) {
        synchronized (lock) {
            long movedToDisk = 0;
            while (!givenOut.isEmpty() && givenOut.getFirst() <= sequence) {
                givenOut.removeFirst();
                movedToDisk++;
            }
            while (!memory.isEmpty() && memory.getFirst().sequence() <= sequence) {
                memoryBytes -= memory.removeFirst().bytes().length + Frame.HEADER_BYTES;
                movedToDisk--;
            }
            try {
                if (loaded) {
                    files.delivered(sequence, Math.max(0, movedToDisk));
                }
            } catch (IOException e) {
                LOG.debug("what was delivered is sent again after a restart", e);
            }
            lock.notifyAll();
        }
    }

    /** Waits until something happens to the spool, or for so long. */
    public void awaitChange(long millis) throws InterruptedException {
        synchronized (lock) {
            if (!closed) {
                lock.wait(millis);
            }
        }
    }

    /** What, with its sequence number, tells a record from all others of this host. */
    public String identity() {
        synchronized (lock) {
            return identity;
        }
    }

    /** How it fares, in figures. */
    public SpoolStatus status() {
        synchronized (lock) {
            return new SpoolStatus(
                    waiting(), files.waitingBytes() + memoryBytes, dropped, files.damaged(), faults, fault);
        }
    }

    /** Brings everything to the disk and ends; what is added afterwards is refused. */
    @Override
    public void close() {
        synchronized (lock) {
            if (!memory.isEmpty()) {
                toDisk();
            }
            closed = true;
            try {
                files.end();
                folder.close();
            } catch (IOException e) {
                LOG.warn("{} was not closed well: {}", folder, e.toString());
            }
            if (!memory.isEmpty()) {
                LOG.error("{} records could not be brought to the disk and are lost", memory.size());
            }
            lock.notifyAll();
        }
    }
}
