package io.vedette.agent.log.syslog;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.WakeUp;
import io.vedette.agent.ship.LogSink;
import io.vedette.agent.spool.DiskSpool;
import io.vedette.agent.spool.SpoolRecord;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.log.LogSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from the spool to Kafka, some at a time, and out of the spool once Kafka has acknowledged them. */
final class SpoolShipper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolShipper.class);
    private static final int BATCH_BYTES = 256 << 10;
    private static final long RETRY_MILLIS = 1_000;

    /** The description and the position, length and flags of each message take less than this for each byte of it. */
    private static final int ROOM_FACTOR = 3;

    /** Messages that came further apart do not share the time at which they were read. */
    private static final long SAME_TIME_MILLIS = 1_000;

    private final SyslogSettings settings;
    private final DiskSpool spool;
    private final LogSink sink;
    private final ByteBudget budget;
    private final SyslogCounters counters;
    private final WakeUp wake = new WakeUp();
    private final Thread thread = new Thread(this::run, "syslog-ship");
    private int batchBytes = BATCH_BYTES;
    private volatile boolean closed;

    private enum Outcome {
        ACKNOWLEDGED,
        FAILED,
        TOO_LARGE
    }

    /** Messages of one sender that came at about the same time. */
    private static final class Group {
        final Received first;
        final List<Long> sequences = new ArrayList<>();
        final List<Integer> lengths = new ArrayList<>();
        final ByteArrayOutputStream flags = new ByteArrayOutputStream();
        final ByteArrayOutputStream payload = new ByteArrayOutputStream();

        Group(Received first) {
            this.first = first;
        }

        void add(long sequence, Received message) {
            sequences.add(sequence);
            lengths.add(message.message().length);
            flags.write(message.flags());
            payload.writeBytes(message.message());
        }
    }

    SpoolShipper(SyslogSettings settings, DiskSpool spool, LogSink sink, ByteBudget budget, SyslogCounters counters) {
        this.settings = settings;
        this.spool = spool;
        this.sink = sink;
        this.budget = budget;
        this.counters = counters;
        thread.setDaemon(true);
        budget.onRelease(wake::call);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                List<SpoolRecord> records = spool.awaitOldest(batchBytes);
                long last = records.get(records.size() - 1).sequence();
                switch (ship(records)) {
                    case ACKNOWLEDGED -> {
                        spool.delivered(last);
                        batchBytes = BATCH_BYTES;
                    }
                    case FAILED -> Thread.sleep(RETRY_MILLIS);
                    case TOO_LARGE -> {
                        if (records.size() == 1) {
                            counters.tooLarge.increment();
                            LOG.error(
                                    "Kafka refuses a message of {} bytes as too large, it is lost;"
                                            + " raise max.message.bytes of the topic",
                                    records.get(0).bytes().length);
                            spool.delivered(last);
                        }
                        batchBytes /= 2;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("shipping of syslog ends");
        }
    }

    private Outcome ship(List<SpoolRecord> records) throws InterruptedException {
        long room = 0;
        for (SpoolRecord each : records) {
            room += (long) ROOM_FACTOR * each.bytes().length;
        }
        room = Math.min(room, budget.limitBytes());
        while (!budget.tryAcquire(room)) {
            if (closed) {
                return Outcome.FAILED;
            }
            wake.sleep(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        }
        try {
            List<Group> groups = groups(records);
            Outcomes outcomes = new Outcomes(groups.size());
            groups.forEach(group -> ship(group, outcomes));
            return outcomes.await();
        } finally {
            budget.release(room);
        }
    }

    private static List<Group> groups(List<SpoolRecord> records) {
        List<Group> groups = new ArrayList<>();
        Map<String, Group> byPeer = new LinkedHashMap<>();
        for (SpoolRecord each : records) {
            Received message = Received.decode(each.bytes());
            if (message == null) {
                LOG.warn("a record of the syslog spool is not understood and passed over");
                continue;
            }
            Group group = byPeer.get(message.peer());
            if (group == null || Math.abs(message.atMillis() - group.first.atMillis()) > SAME_TIME_MILLIS) {
                group = new Group(message);
                byPeer.put(message.peer(), group);
                groups.add(group);
            }
            group.add(each.sequence(), message);
        }
        return groups;
    }

    private void ship(Group group, Outcomes outcomes) {
        Received first = group.first;
        LogSource source = new LogSource(
                settings.host(), LogSource.Kind.SYSLOG, first.peer(), "syslog:" + spool.identity(), "UTF-8", "");
        byte[] chunk = LogChunkCodec.encode(new LogChunk(
                source,
                first.atMillis(),
                group.sequences.stream().mapToLong(Long::longValue).toArray(),
                group.lengths.stream().mapToInt(Integer::intValue).toArray(),
                group.flags.toByteArray(),
                ByteBuffer.wrap(group.payload.toByteArray())));
        sink.ship(settings.host() + ":syslog:" + first.peer(), chunk, outcomes);
    }

    /** Waits for the outcomes of several chunks; the worst counts. */
    private static final class Outcomes implements LogSink.Outcome {
        private final CountDownLatch left;
        private volatile boolean failed;
        private volatile boolean large;

        Outcomes(int chunks) {
            left = new CountDownLatch(chunks);
        }

        @Override
        public void acknowledged() {
            left.countDown();
        }

        @Override
        public void failed() {
            failed = true;
            left.countDown();
        }

        @Override
        public void tooLarge() {
            large = true;
            left.countDown();
        }

        Outcome await() throws InterruptedException {
            left.await();
            return failed ? Outcome.FAILED : large ? Outcome.TOO_LARGE : Outcome.ACKNOWLEDGED;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
