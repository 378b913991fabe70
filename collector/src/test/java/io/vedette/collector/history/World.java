package io.vedette.collector.history;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.index.lucene.LuceneSampleHistory;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A collector in small: all that was ever sent, a head of an hour over it, and a history. Time is stepped. */
final class World implements AutoCloseable {
    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    /** A full hour. */
    static final long START = 497_222 * HOUR;

    /** With it the history's windows are ten minutes long. */
    static final Duration HEAD_WINDOW = Duration.ofHours(1);

    private static final HeadLimits LIMITS = new HeadLimits(HEAD_WINDOW, 256L << 20, 1_000_000, 50_000, 500_000);
    private static final HeadLimits UNBOUNDED =
            new HeadLimits(Duration.ofDays(1_000), 1L << 40, 1_000_000, 1_000_000, 1_000_000);

    /** What Kafka holds. */
    record Sent(Labels labels, long millis, double value) {}

    private final Path folder;
    private final List<Sent> topic = new ArrayList<>();
    /** Has everything, for ever. */
    final Head everything = new Head(UNBOUNDED);

    final SteppedCompleteness completeness = new SteppedCompleteness();
    long now = START;
    Head head = new Head(LIMITS);
    SampleHistory history;
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    HistoryKeeper keeper;

    World(Path folder) throws IOException {
        this.folder = folder;
        history = open();
        keeper = keeper(history);
    }

    private SampleHistory open() throws IOException {
        return new LuceneSampleHistory(
                new LuceneSettings(folder, Duration.ofDays(100), 1L << 30),
                () -> Instant.ofEpochMilli(now),
                new SimpleMeterRegistry());
    }

    HistoryKeeper keeper(SampleHistory with) {
        meters = new SimpleMeterRegistry();
        return new HistoryKeeper(
                with, head, completeness, HistoryWindows.forHead(HEAD_WINDOW), new HistoryMeters(meters));
    }

    void send(Labels labels, long millis, double value) {
        topic.add(new Sent(labels, millis, value));
        head.append(labels, millis, value);
        everything.append(labels, millis, value);
    }

    /** As time passes in a collector: the head is said to be complete, some is copied, the oldest is forgotten. */
    void passTo(long millis) throws IOException {
        now = millis;
        completeness.moveTo(millis);
        copy();
        head.truncate(millis - HEAD_WINDOW.toMillis());
    }

    void copy() throws IOException {
        while (keeper.step()) {
            // Until there is no more to do.
        }
    }

    /** As after a kill: what was not committed is lost, the head is read again from the topic. */
    void restart() throws IOException {
        history.close();
        history = open();
        head = new Head(LIMITS);
        completeness.moveTo(0);
        keeper = keeper(history);
        keeper.prepare();
        head.truncate(now - HEAD_WINDOW.toMillis());
        for (Sent sent : topic) {
            if (sent.millis() >= head.horizonMillis()) {
                head.append(sent.labels(), sent.millis(), sent.value());
            }
        }
        completeness.moveTo(now);
    }

    HeadAndHistory source() {
        return new HeadAndHistory(head, history, new SimpleMeterRegistry());
    }

    double count(String counter) {
        return meters.get("vedette_history_" + counter + "_total").counter().count();
    }

    @Override
    public void close() throws IOException {
        history.close();
    }
}
