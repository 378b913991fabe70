package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.script.MemorySource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class QueryEngineTest {
    private static final long MINUTE = 60_000;

    private final MemorySource source = new MemorySource();

    @Test
    void endsAQueryThatNeedsTooManySamples() {
        fill(10, 100);
        QueryEngine engine = engine(500, 100, 1000);
        for (String query : new String[] {
            "a", "rate(a[5m])", "sum(a)", "max_over_time(sum(a)[1000w:1s])", "a + on(n) a", "vector(1) or a"
        }) {
            assertFails(
                    engine,
                    query,
                    Kind.EXECUTION,
                    "query processing would load too many samples into memory in query execution");
        }
    }

    @Test
    void endsAQueryOfARangeThatHoldsTooManySamples() {
        fill(1, 1000);
        assertThatThrownBy(() -> engine(500, 100, 1000)
                        .instant(source, PromQl.parse("sum_over_time(a[1d])"), 999 * MINUTE, () -> false))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("too many samples");
    }

    @Test
    void givesRoomBackAsItGoes() throws Exception {
        fill(10, 100);
        QueryResult result = engine(3500, 100, 1000)
                .range(
                        source,
                        PromQl.parse("sum(rate(a[5m])) + sum(rate(a[5m])) + sum(rate(a[5m])) + sum(rate(a[5m]))"
                                + "+ sum(abs(a) * on(n) a)"),
                        0,
                        99 * MINUTE,
                        MINUTE,
                        () -> false);
        assertThat(((Value.Matrix) result.value()).rows()).hasSize(1);
    }

    @Test
    void endsAQueryWhoseExpressionIsTooDeepForTheStack() {
        fill(1, 1);
        String optional = "x?".repeat(100_000);
        QueryEngine engine = engine(1000, 100, 1000);
        assertFails(engine, "a{n=~\"" + optional + "\"}", Kind.EXECUTION, "a regular expression has too many");
        assertFails(
                engine,
                "label_replace(a, \"b\", \"c\", \"n\", \"" + optional + "\")",
                Kind.EXECUTION,
                "a regular expression has too many");
    }

    @Test
    void endsAQueryThatSelectsTooManySeries() {
        fill(101, 1);
        assertFails(
                engine(1_000_000, 100, 1000),
                "a",
                Kind.EXECUTION,
                "the query selects more than 100 series; narrow its selectors or raise query.max_series");
    }

    @Test
    void endsAQueryThatTakesTooMuchMemory() {
        fill(801, 1);
        QueryEngine small = new QueryEngine(
                new QueryLimits(1_000_000, 1 << 20, 1000, 1000, Duration.ofMinutes(2), Duration.ofMinutes(5)));
        assertFails(
                small,
                "a",
                Kind.EXECUTION,
                "query processing would take more than 1 MiB of memory in query execution; ask for fewer series or"
                        + " steps, or raise query.max_memory");
    }

    @Test
    void givesBackTheMemoryThatQueriesShare() throws Exception {
        fill(101, 1);
        QueryMemory memory = new QueryMemory(101 * 100 * 16);
        QueryEngine engine = engine(1_000_000, 1000, 1000);
        Expr expression = PromQl.parse("a");
        for (int i = 0; i < 3; i++) {
            try (QueryMemory.Share share = memory.open()) {
                engine.range(source, expression, 0, 99 * MINUTE, MINUTE, new QueryContext(() -> false, share));
                assertThat(memory.usedBytes()).isEqualTo(memory.maxBytes());
                assertThatThrownBy(() -> {
                            try (QueryMemory.Share other = memory.open()) {
                                engine.instant(source, expression, 0, new QueryContext(() -> false, other));
                            }
                        })
                        .isInstanceOfSatisfying(
                                QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                        .hasMessageContaining("MiB of memory that all queries share are used up")
                        .hasMessageContaining("query.max_total_memory");
            }
            assertThat(memory.usedBytes()).isZero();
        }
    }

    @Test
    void refusesTooManySteps() {
        assertFails(
                engine(1_000_000, 100, 50),
                "a",
                Kind.EXECUTION,
                "exceeded maximum resolution of 50 points per timeseries. Try decreasing the query resolution (?step=XX)");
    }

    @Test
    void refusesStepsAndRangesThatAreNone() throws PromQlException {
        Expr expression = PromQl.parse("a");
        QueryEngine engine = engine(1000, 100, 50);
        assertThatThrownBy(() -> engine.range(source, expression, 0, 1, 0, () -> false))
                .hasMessage("zero or negative query resolution step widths are not accepted. Try a positive integer");
        assertThatThrownBy(() -> engine.range(source, expression, 1, 0, 1, () -> false))
                .hasMessage("end timestamp must not be before start time");
        assertThatThrownBy(() -> engine.range(source, PromQl.parse("a[1m]"), 0, 1, 1, () -> false))
                .hasMessage(
                        "invalid expression type \"range vector\" for range query, must be Scalar or instant Vector");
    }

    @Test
    void endsAQueryWhoseTimeIsUp() throws Exception {
        fill(100, 100);
        AtomicLong nanos = new AtomicLong();
        QueryEngine engine = new QueryEngine(
                new QueryLimits(1_000_000_000, 1L << 40, 100, 11_000, Duration.ofSeconds(2), Duration.ofMinutes(5)),
                () -> nanos.addAndGet(1_000_000_000));
        Expr expression = PromQl.parse("max_over_time(sum(a)[1d:1s])");
        assertThatThrownBy(() -> engine.instant(source, expression, 0, () -> false))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessage(
                        "query timed out in expression evaluation after 2.0 s; ask for fewer series or steps, or raise"
                                + " query.timeout");
    }

    @Test
    void stopsOnceNobodyWaits() throws Exception {
        fill(100, 100);
        AtomicInteger asked = new AtomicInteger();
        Expr expression = PromQl.parse("max_over_time(sum(a)[1d:1s])");
        QueryEngine engine = new QueryEngine(
                new QueryLimits(1_000_000_000, 1L << 40, 100, 11_000, Duration.ofHours(1), Duration.ofMinutes(5)));
        assertThatThrownBy(() -> engine.instant(source, expression, 0, () -> asked.incrementAndGet() > 2))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED))
                .hasMessage("query was canceled in expression evaluation");
        assertThat(asked).hasValue(3);
    }

    @Test
    void doesNotBeginIfNobodyWaits() {
        assertThatThrownBy(() -> engine(1000, 100, 1000).instant(source, PromQl.parse("1"), 0, () -> true))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED));
    }

    @Test
    void endsAQueryThatMakesTooMuchText() {
        fill(100, 1);
        String sources = ", \"__name__\"".repeat(50_000);
        assertFails(
                engine(1_000_000, 100, 1000),
                "label_join(a, \"x\", \"0123456789\"" + sources + ")",
                Kind.EXECUTION,
                "too many samples");
        assertFails(
                engine(1_000_000, 100, 1000),
                "label_replace(a, \"x\", \"" + "$0".repeat(400_000) + "\", \"__name__\", \".*\")",
                Kind.EXECUTION,
                "too many samples");
    }

    @Test
    void evaluatesTheDeepestExpressionsOnASmallStack() throws InterruptedException {
        fill(2, 10);
        String chain = "a" + " + a".repeat(Parser.MAX_DEPTH - 2);
        String nested = "abs(".repeat(Parser.MAX_NESTING - 2) + "a" + ")".repeat(Parser.MAX_NESTING - 2);
        String ranges = "max_over_time(".repeat(Parser.MAX_NESTING - 5) + "a[1m]"
                + ")[1m:1m]".repeat(Parser.MAX_NESTING - 6) + ")";
        String numbers = "1" + " + 1".repeat(Parser.MAX_DEPTH - 2);
        for (String query : new String[] {chain, numbers, nested, ranges, "-(".repeat(30) + "a" + ")".repeat(30)}) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            Expr expression = PromQl.parse(query);
                            assertThat(PromQl.parse(expression.toString())).hasToString(expression.toString());
                            engine(1_000_000, 10_000, 1000)
                                    .range(source, expression, 0, 5 * MINUTE, MINUTE, () -> false);
                        } catch (Throwable e) {
                            failure.set(e);
                        }
                    },
                    "small stack",
                    256 * 1024);
            thread.start();
            thread.join();
            assertThat(failure.get()).as(query.substring(0, 20)).isNull();
        }
    }

    @Test
    void looksAtTimesFarAwayWithoutOverflow() throws Exception {
        fill(1, 10);
        QueryEngine engine = engine(1_000_000, 100, 1000);
        for (String query : new String[] {
            "a @ 999999999999999", "a @ -999999999999999 offset 100y", "rate(a[100y] offset -100y)", "year()",
            "max_over_time(a[100y:50y])", "timestamp(a)", "minute(vector(1e300))", "predict_linear(a[100y], 1e300)"
        }) {
            Expr expression = PromQl.parse(query);
            for (long at : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0}) {
                assertThat(engine.instant(source, expression, at, () -> false)).isNotNull();
            }
        }
    }

    @Test
    void saysWhichSeriesMatchTwice() {
        fill(2, 1);
        QueryEngine engine = engine(1_000_000, 100, 1000);
        assertFails(
                engine,
                "a + on() a",
                Kind.EXECUTION,
                "found duplicate series for the match group {} on the right hand-side of the operation: "
                        + "[{__name__=\"a\", n=\"1\"}, {__name__=\"a\", n=\"0\"}];many-to-many matching not allowed: matching labels must be unique on one side");
        assertFails(
                engine,
                "a + on() sum(a)",
                Kind.EXECUTION,
                "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        assertFails(
                engine,
                "a + on() group_left(n) sum(a)",
                Kind.EXECUTION,
                "multiple matches for labels: grouping labels must ensure unique matches");
    }

    @Test
    void tellsWhereInTheQueryAWarningComesFrom() throws Exception {
        fill(1, 10);
        QueryResult result = engine(1_000_000, 100, 1000)
                .instant(source, PromQl.parse("1 +\n quantile(2, a) + rate(a[1h])"), 9 * MINUTE, () -> false);
        assertThat(result.warnings())
                .containsExactly("PromQL warning: quantile value should be between 0 and 1, got 2 (2:11)");
        assertThat(result.infos())
                .containsExactly("PromQL info: metric might not be a counter, name does not end in"
                        + " _total/_sum/_count/_bucket: \"a\" (2:24)");
    }

    private void fill(int series, int minutes) {
        for (int n = 0; n < series; n++) {
            for (int i = 0; i < minutes; i++) {
                source.add(Labels.of(Labels.NAME, "a", "n", Integer.toString(n)), i * MINUTE, i);
            }
        }
    }

    private static QueryEngine engine(long samples, int series, int steps) {
        return new QueryEngine(
                new QueryLimits(samples, 1L << 40, series, steps, Duration.ofMinutes(2), Duration.ofMinutes(5)));
    }

    private void assertFails(QueryEngine engine, String query, Kind kind, String message) {
        assertThatThrownBy(() -> engine.range(source, PromQl.parse(query), 0, 99 * MINUTE, MINUTE, () -> false))
                .as(query)
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }
}
