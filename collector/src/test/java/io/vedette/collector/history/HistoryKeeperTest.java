package io.vedette.collector.history;

import static io.vedette.collector.history.World.HOUR;
import static io.vedette.collector.history.World.MINUTE;
import static io.vedette.collector.history.World.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryKeeperTest {
    private static final Labels UP = Labels.of("__name__", "up", "instance", "n1");
    private static final Labels LATE = Labels.of("__name__", "up", "instance", "late");

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void open() throws IOException {
        world = new World(folder);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private void sendUp(long from, long to) throws IOException {
        for (long time = from; time < to; time += 15_000) {
            world.send(UP, time, 1);
            if (time % MINUTE == 0) {
                world.passTo(time);
            }
        }
    }

    private int samples(SeriesSource source, Labels labels, long from, long to) {
        SampleBuffer samples = new SampleBuffer();
        for (Series series : source.select(List.of(LabelMatcher.equal("instance", labels.get("instance"))), from, to)) {
            series.read(from, to, samples);
        }
        return samples.size();
    }

    @Test
    void copiesAWindowSoonAfterItsEnd() throws IOException {
        sendUp(START, START + 11 * MINUTE);
        assertThat(world.history.storedUntil()).isEmpty();
        sendUp(START + 11 * MINUTE, START + 12 * MINUTE);
        world.passTo(START + 12 * MINUTE);

        assertThat(world.history.storedUntil()).hasValue(START + 10 * MINUTE - 15_000);
        assertThat(world.count("windows_written")).isEqualTo(1);
        assertThat(world.count("samples_written")).isEqualTo(40);
        assertThat(world.keeper.lagSeconds()).isEqualTo(120);
    }

    @Test
    void keepsWhatTheHeadForgets() throws IOException {
        sendUp(START, START + 5 * HOUR);

        assertThat(samples(world.head, UP, START, START + 4 * HOUR - 2 * MINUTE))
                .isZero();
        assertThat(samples(world.source(), UP, START, START + 5 * HOUR)).isEqualTo(5 * 240);
        assertThat(world.count("lost_windows")).isZero();
        assertThat(world.count("incomplete_windows")).isZero();
    }

    @Test
    void copiesWhatComesLateOnceMore() throws IOException {
        sendUp(START, START + 50 * MINUTE);
        for (long time = START; time < START + 50 * MINUTE; time += 15_000) {
            world.send(LATE, time, 1);
        }
        sendUp(START + 50 * MINUTE, START + 3 * HOUR);

        assertThat(samples(world.head, LATE, START, START + HOUR)).isZero();
        assertThat(samples(world.source(), LATE, START, START + HOUR)).isEqualTo(200);
        assertThat(samples(world.source(), UP, START, START + 3 * HOUR)).isEqualTo(720);
        assertThat(world.count("late_windows")).isBetween(4.0, 12.0);
    }

    @Test
    void writesNothingTwiceAfterAKill() throws IOException {
        sendUp(START, START + 2 * HOUR);
        world.restart();
        world.copy();

        assertThat(world.count("documents_written")).isZero();
        sendUp(START + 2 * HOUR, START + 4 * HOUR);
        assertThat(samples(world.source(), UP, START, START + 4 * HOUR)).isEqualTo(960);
    }

    @Test
    void anIndexThatIsAwayLosesNothingWhileTheHeadCanSpareIt() throws IOException {
        sendUp(START, START + 30 * MINUTE);
        Away away = new Away(world.history);
        world.keeper = world.keeper(away);
        away.isAway = true;
        for (long time = START + 30 * MINUTE; time < START + 2 * HOUR; time += 15_000) {
            world.send(UP, time, 1);
            world.now = time;
            world.completeness.moveTo(time);
            assertThatThrownBy(world.keeper::step).isInstanceOf(IOException.class);
            world.head.truncate(time - World.HEAD_WINDOW.toMillis());
        }
        away.isAway = false;
        sendUp(START + 2 * HOUR, START + 5 * HOUR);

        assertThat(samples(world.source(), UP, START, START + 5 * HOUR)).isEqualTo(1200);
        assertThat(world.count("lost_windows")).isZero();
    }

    @Test
    void whatIsLostInTheEndIsCounted() throws IOException {
        sendUp(START, START + HOUR);
        for (long time = START + HOUR; time < START + 4 * HOUR; time += 15_000) {
            world.send(UP, time, 1);
        }
        // Nothing was copied meanwhile.
        world.head.truncate(START + 4 * HOUR - World.HEAD_WINDOW.toMillis());
        sendUp(START + 4 * HOUR, START + 5 * HOUR);

        assertThat(world.count("lost_windows")).isEqualTo(7);
        assertThat(samples(world.source(), UP, START, START + 5 * HOUR)).isBetween(3 * 240 + 1, 4 * 240);
    }

    @Test
    void aQueryWithinTheHeadDoesNotTouchTheHistory() throws IOException {
        sendUp(START, START + 3 * HOUR);
        Away away = new Away(world.history);
        away.isAway = true;
        HeadAndHistory source = new HeadAndHistory(world.head, away, new SimpleMeterRegistry());
        long now = START + 3 * HOUR;

        assertThat(samples(source, UP, now - 50 * MINUTE, now)).isEqualTo(200);
        // Close to the seam, but within.
        assertThat(samples(source, UP, world.head.completeFromMillis(), now)).isGreaterThan(230);
        assertThat(source.labelNames(List.of(), now - MINUTE, now)).contains("instance");
        assertThatThrownBy(() -> samples(source, UP, world.head.completeFromMillis() - 1, now))
                .isInstanceOf(SourceException.class)
                .hasMessage("away");
    }

    @Test
    void whatTheHeadForgetsBetweenSelectingAndReadingIsReadFromTheHistory() throws IOException {
        sendUp(START, START + 3 * HOUR);
        long from = world.head.completeFromMillis();
        List<Series> selected = world.source().select(List.of(LabelMatcher.equal("__name__", "up")), from, from + HOUR);
        world.head.truncate(from + 3 * MINUTE);
        SampleBuffer samples = new SampleBuffer();
        selected.get(0).read(from, from + HOUR, samples);

        assertThat(samples.timestampMillis(0)).isEqualTo(from);
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.timestampMillis(i)).isEqualTo(from + i * 15_000L);
        }
    }

    /** A history that can be away. */
    private static final class Away implements SampleHistory {
        private final SampleHistory behind;
        private boolean isAway;

        private Away(SampleHistory behind) {
            this.behind = behind;
        }

        private SampleHistory there() throws IOException {
            if (isAway) {
                throw new IOException("away");
            }
            return behind;
        }

        @Override
        public OptionalLong storedUntil() throws IOException {
            return there().storedUntil();
        }

        @Override
        public Map<SeriesId, Long> stored(long fromMillis, long beforeMillis) throws IOException {
            return there().stored(fromMillis, beforeMillis);
        }

        @Override
        public List<String> add(List<SampleBlock> blocks) throws IOException {
            return there().add(blocks);
        }

        @Override
        public void commit() throws IOException {
            there().commit();
        }

        @Override
        public Map<SeriesId, Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard)
                throws IOException {
            return there().find(matchers, minMillis, maxMillis, guard);
        }

        @Override
        public Map<SeriesId, List<StoredBlock>> read(
                Collection<SeriesId> series, long minMillis, long maxMillis, ReadGuard guard) throws IOException {
            return there().read(series, minMillis, maxMillis, guard);
        }

        @Override
        public SortedSet<String> labelNames(long minMillis, long maxMillis) throws IOException {
            return there().labelNames(minMillis, maxMillis);
        }

        @Override
        public SortedSet<String> labelValues(String name, long minMillis, long maxMillis) throws IOException {
            return there().labelValues(name, minMillis, maxMillis);
        }

        @Override
        public void close() throws IOException {
            behind.close();
        }
    }
}
