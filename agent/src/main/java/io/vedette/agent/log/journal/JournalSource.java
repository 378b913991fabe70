package io.vedette.agent.log.journal;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.EventSource;
import io.vedette.agent.log.WakeUp;
import io.vedette.agent.ship.LogSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the systemd journal. The event is the entry as {@code journalctl -o json} writes it; it is identified by the
 * journal's own sequence number, so it carries the same id however often it is read.
 *
 * <p>One thread reads what journalctl says and ships it, one remembers the cursor. When a chunk fails, journalctl is
 * started again behind the last cursor that was acknowledged.
 */
public final class JournalSource implements EventSource {
    /** The name and the dataset of the source. */
    public static final String NAME = "journald";

    private static final Logger LOG = LoggerFactory.getLogger(JournalSource.class);
    private static final long RETRY_MILLIS = 2000;
    private static final long REMEMBER_MILLIS = 1000;
    private static final int INPUT_BYTES = 64 << 10;

    /** What a chunk takes beside its entries. */
    private static final int DESCRIPTION_BYTES = 64 << 10;

    private final Settings settings;
    private final CursorFile file;
    private final LogSink sink;
    private final ByteBudget budget;
    private final InstantSource clock;
    private final WakeUp reader = new WakeUp();
    private final Thread readerThread = new Thread(this::read, "log-journal");
    private final Thread markThread = new Thread(this::remember, "log-journal-mark");
    private final Object lock = new Object();

    /** Chunks under way; goes back to a new list when reading goes back. Guarded by {@link #lock}. */
    private List<Sent> sent = new ArrayList<>();

    private String acknowledged;
    private volatile boolean goBack;
    private volatile boolean closed;
    private volatile @Nullable Process process;
    private int exits;

    /**
     * What the source works by.
     *
     * @param host the node's name
     * @param journalctl the command
     * @param cursor the file that remembers how far the journal was shipped
     * @param maxEntryBytes longest entry; longer ones are cut there
     */
    public record Settings(String host, Path journalctl, Path cursor, int maxEntryBytes) {}

    /** A chunk under way. */
    private final class Sent implements LogSink.Outcome {
        private final String cursor;
        private final int bytes;
        private boolean arrived;

        Sent(String cursor, int bytes) {
            this.cursor = cursor;
            this.bytes = bytes;
        }

        @Override
        public void acknowledged() {
            synchronized (lock) {
                arrived = true;
                while (!sent.isEmpty() && sent.get(0).arrived) {
                    acknowledged = sent.remove(0).cursor;
                }
            }
            budget.release(bytes);
        }

        @Override
        public void failed() {
            goBack = true;
            budget.release(bytes);
            stopProcess();
        }

        @Override
        public void tooLarge() {
            LOG.error("Kafka refuses entries of the journal as too large; raise max.message.bytes of the topic");
            failed();
        }
    }

    /**
     * @param sink takes the chunks
     * @param budget bytes under way, shared with other sources
     * @param clock wall time
     * @throws IOException if the remembered cursor cannot be read
     */
    public JournalSource(Settings settings, LogSink sink, ByteBudget budget, InstantSource clock) throws IOException {
        this.settings = settings;
        this.file = new CursorFile(settings.cursor());
        this.sink = sink;
        this.budget = budget;
        this.clock = clock;
        this.acknowledged = file.read();
        budget.onRelease(reader::call);
    }

    @Override
    public void start() {
        readerThread.setDaemon(true);
        markThread.setDaemon(true);
        readerThread.start();
        markThread.start();
    }

    private void read() {
        while (!closed) {
            String from;
            synchronized (lock) {
                sent = new ArrayList<>();
                from = acknowledged;
            }
            goBack = false;
            try {
                follow(from);
            } catch (IOException e) {
                // Not at the first end: Ctrl-C in a terminal ends journalctl too, while this process still runs.
                if (!closed && !goBack && ++exits == 2) {
                    LOG.warn("the journal cannot be read, it is tried again: {}", e.getMessage());
                }
            }
            if (!closed) {
                reader.sleep(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
        }
    }

    /** Ships what journalctl says until it ends. */
    private void follow(String from) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                settings.journalctl().toString(), "--follow", "--no-tail", "--all", "--quiet", "--output=json"));
        if (!from.isEmpty()) {
            command.add("--after-cursor=" + from);
        }
        Process running = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = running;
        try (InputStream in = new BufferedInputStream(running.getInputStream(), INPUT_BYTES)) {
            JournalChunk chunk = new JournalChunk(settings.host(), settings.maxEntryBytes());
            LineBuffer line = new LineBuffer(settings.maxEntryBytes());
            while (!closed && !goBack && line.readLine(in)) {
                exits = 0;
                take(chunk, line);
                if (in.available() == 0) {
                    ship(chunk);
                }
            }
            throw new IOException("journalctl ended");
        } finally {
            running.destroy();
            process = null;
        }
    }

    private void take(JournalChunk chunk, LineBuffer line) {
        JournalEntry entry;
        try {
            entry = JournalEntry.of(line.bytes(), line.length());
        } catch (IOException e) {
            LOG.warn("passed over: {}", e.getMessage());
            return;
        }
        if (!chunk.takes(entry)) {
            ship(chunk);
        }
        chunk.add(entry, line.bytes(), line.length());
    }

    private void ship(JournalChunk chunk) {
        if (chunk.isEmpty()) {
            return;
        }
        int room = JournalChunk.FULL_BYTES + settings.maxEntryBytes() + DESCRIPTION_BYTES;
        while (!budget.tryAcquire(room)) {
            if (closed || goBack) {
                return;
            }
            reader.sleep(TimeUnit.SECONDS.toNanos(1));
        }
        String cursor = chunk.lastCursor();
        byte[] encoded = chunk.take(clock.millis());
        int bytes = Math.min(encoded.length, room);
        Sent outcome = new Sent(cursor, bytes);
        synchronized (lock) {
            sent.add(outcome);
        }
        sink.ship(settings.host() + ":" + NAME, encoded, outcome);
        budget.release(room - bytes);
    }

    private void stopProcess() {
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    private void remember() {
        String written = "";
        String complaint = "";
        boolean last = false;
        while (!last) {
            last = closed;
            String cursor;
            synchronized (lock) {
                cursor = acknowledged;
            }
            try {
                if (!cursor.equals(written) && !cursor.isEmpty()) {
                    file.write(cursor);
                    written = cursor;
                    complaint = "";
                }
                if (!last) {
                    Thread.sleep(REMEMBER_MILLIS);
                }
            } catch (IOException e) {
                if (!e.toString().equals(complaint)) {
                    complaint = e.toString();
                    LOG.error("the journal's cursor cannot be written, it is tried again: {}", complaint);
                }
                written = "";
            } catch (InterruptedException e) {
                LOG.debug("following the journal ends");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        stopProcess();
        reader.call();
        try {
            if (readerThread.isAlive()) {
                readerThread.join();
                markThread.interrupt();
                markThread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A line of any length, of which no more is kept than can be shipped. */
    private static final class LineBuffer {
        private final int limit;
        private byte[] bytes = new byte[8192];
        private int length;

        LineBuffer(int limit) {
            this.limit = limit + 1;
        }

        /** Reads the next line; false at the end of the input. */
        boolean readLine(InputStream in) throws IOException {
            length = 0;
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return false;
                }
                if (length == bytes.length && length < limit) {
                    bytes = Arrays.copyOf(bytes, Math.min(2 * length, limit));
                }
                if (length < bytes.length) {
                    bytes[length++] = (byte) next;
                }
            }
            return true;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }
    }
}
