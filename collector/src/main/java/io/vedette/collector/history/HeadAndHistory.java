package io.vedette.collector.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.index.samples.SeriesId;
import io.vedette.rules.head.Head;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Head and history as one. The history is asked only for what is older than the time from which on the head is
 * complete, the seam. A series that both have is one, without a sample missing or twice: its samples are read from the
 * head first and the seam asked for afterwards, so that whatever the head forgets meanwhile is on the history's side of
 * it.
 */
public final class HeadAndHistory implements SeriesSource {
    /** Longer than a query takes: so far the seam may move between selecting a series and reading it. */
    private static final long SEAM_MOVES_MILLIS = Duration.ofMinutes(5).toMillis();
    /** While the head is empty: all there is is in the history. */
    private static final long NO_SEAM = Long.MAX_VALUE;

    private final Head head;
    private final CountedReads history;
    private final HistoryWindows windows;

    /** @param history not closed by this object */
    public HeadAndHistory(Head head, SampleHistory history, MeterRegistry meters) {
        this.head = head;
        this.history = new CountedReads(history, meters);
        this.windows = HistoryWindows.forHead(head.limits().window());
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return select(matchers, minMillis, maxMillis, ReadGuard.NONE);
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard) {
        List<Series> recent = head.select(matchers, minMillis, maxMillis);
        long seam = head.completeFromMillis();
        long oldMax = seam == NO_SEAM ? maxMillis : Math.min(maxMillis, seam + SEAM_MOVES_MILLIS);
        if (minMillis > oldMax) {
            return recent;
        }
        Map<SeriesId, Labels> old =
                minMillis >= seam ? Map.of() : history.ask(index -> index.find(matchers, minMillis, oldMax, guard));
        return joined(recent, old, minMillis, oldMax, guard);
    }

    private List<Series> joined(
            List<Series> recent, Map<SeriesId, Labels> found, long minMillis, long oldMax, ReadGuard guard) {
        Map<SeriesId, Labels> old = new LinkedHashMap<>(found);
        List<SeriesId> ids = new ArrayList<>(recent.size() + old.size());
        for (Series series : recent) {
            SeriesId id = SeriesId.of(series.labels());
            ids.add(id);
            old.remove(id);
        }
        ids.addAll(old.keySet());
        BlockLoader loader = new BlockLoader(history, ids, minMillis, oldMax, windows, guard);
        List<Series> joined = new ArrayList<>(ids.size());
        for (Series series : recent) {
            joined.add(new JoinedSeries(series.labels(), series, loader, joined.size()));
        }
        for (Labels labels : old.values()) {
            joined.add(new JoinedSeries(labels, null, loader, joined.size()));
        }
        return joined;
    }

    @Override
    public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> names = new TreeSet<>(head.labelNames(matchers, minMillis, maxMillis));
        long oldMax = Math.min(maxMillis, head.completeFromMillis() - 1);
        if (minMillis > oldMax) {
            return names;
        }
        if (matchers.isEmpty()) {
            names.addAll(history.ask(index -> index.labelNames(minMillis, oldMax)));
        } else {
            for (Labels labels : find(matchers, minMillis, oldMax)) {
                labels.forEach((name, value) -> names.add(name));
            }
        }
        return names;
    }

    @Override
    public SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        SortedSet<String> values = new TreeSet<>(head.labelValues(name, matchers, minMillis, maxMillis));
        long oldMax = Math.min(maxMillis, head.completeFromMillis() - 1);
        if (minMillis > oldMax) {
            return values;
        }
        if (matchers.isEmpty()) {
            values.addAll(history.ask(index -> index.labelValues(name, minMillis, oldMax)));
        } else {
            for (Labels labels : find(matchers, minMillis, oldMax)) {
                if (labels.has(name)) {
                    values.add(labels.get(name));
                }
            }
        }
        return values;
    }

    private Iterable<Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return history.ask(index -> index.find(matchers, minMillis, maxMillis, ReadGuard.NONE))
                .values();
    }

    /** A series of the head, of the history or of both. */
    private final class JoinedSeries implements Series {
        private final Labels labels;
        private final @Nullable Series recent;
        private final BlockLoader loader;
        private final int index;

        private JoinedSeries(Labels labels, @Nullable Series recent, BlockLoader loader, int index) {
            this.labels = labels;
            this.recent = recent;
            this.loader = loader;
            this.index = index;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public void read(long minMillis, long maxMillis, SampleBuffer into) {
            SampleBuffer recentSamples = new SampleBuffer();
            if (recent != null) {
                recent.read(minMillis, maxMillis, recentSamples);
            }
            long oldMax = Math.min(maxMillis, head.completeFromMillis() - 1);
            if (minMillis > oldMax) {
                SampleUnion.addFrom(recentSamples, 0, into);
                return;
            }
            boolean straight = into.size() == 0 && recentSamples.size() == 0;
            SampleBuffer oldSamples = straight ? into : new SampleBuffer();
            loader.read(index, minMillis, oldMax, oldSamples);
            if (!straight) {
                SampleUnion.add(oldSamples, recentSamples, into);
            }
        }
    }
}
