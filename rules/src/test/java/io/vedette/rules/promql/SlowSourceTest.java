package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.series.ReadGuard;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A source that reads from elsewhere than memory can be stopped by the query, and can fail. */
class SlowSourceTest {
    private final QueryEngine engine = new QueryEngine(
            new QueryLimits(1_000_000, Long.MAX_VALUE, 100, 1_000, Duration.ofMinutes(1), Duration.ofMinutes(5)));

    @Test
    void isStoppedOnceNobodyWaitsForTheAnswer() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        SeriesSource endless = source(guard -> {
            while (true) {
                pages.incrementAndGet();
                guard.worked(60_000);
            }
        });
        assertThatThrownBy(() -> engine.instant(endless, PromQl.parse("rate(a[5m])"), 0, () -> pages.get() > 2))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED));
        assertThat(pages).hasValue(4);
    }

    @Test
    void isStoppedWhenItFindsMoreSeriesThanAQueryMaySelect() {
        SeriesSource large = source(guard -> {
            for (int found = 0; ; found += 10) {
                guard.found(found);
            }
        });
        assertThatThrownBy(() -> engine.instant(large, PromQl.parse("a"), 0, () -> false))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("selects more than 100 series");
    }

    @Test
    void thatFailsMakesTheQueryFailWithItsWords() {
        SeriesSource broken = source(guard -> {
            throw new SourceException("the index does not answer; is it running?", new IOException());
        });
        assertThatThrownBy(() -> engine.range(broken, PromQl.parse("sum(a)"), 0, 10, 1, () -> false))
                .isInstanceOf(QueryException.class)
                .hasMessage("the index does not answer; is it running?");
    }

    @Test
    void mayFailWhileASeriesIsRead() {
        SeriesSource broken = new GuardedSource(guard -> {}) {
            @Override
            public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard) {
                return List.of(new Series() {
                    @Override
                    public Labels labels() {
                        return Labels.of("__name__", "a");
                    }

                    @Override
                    public void read(long fromMillis, long toMillis, SampleBuffer into) {
                        throw new SourceException("gone", new IOException());
                    }
                });
            }
        };
        assertThatThrownBy(() -> engine.instant(broken, PromQl.parse("a"), 0, () -> false))
                .isInstanceOf(QueryException.class)
                .hasMessage("gone");
    }

    private interface Search {
        void go(ReadGuard guard);
    }

    private static SeriesSource source(Search search) {
        return new GuardedSource(search);
    }

    private static class GuardedSource implements SeriesSource {
        private final Search search;

        private GuardedSource(Search search) {
            this.search = search;
        }

        @Override
        public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            return select(matchers, minMillis, maxMillis, ReadGuard.NONE);
        }

        @Override
        public List<Series> select(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard) {
            search.go(guard);
            return List.of();
        }

        @Override
        public SortedSet<String> labelNames(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            return new TreeSet<>();
        }

        @Override
        public SortedSet<String> labelValues(String name, List<LabelMatcher> matchers, long minMillis, long maxMillis) {
            return new TreeSet<>();
        }
    }
}
