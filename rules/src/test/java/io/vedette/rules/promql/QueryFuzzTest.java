package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.script.ScriptRunner;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random queries, mutations of those of our scripts and made-up ones: whatever is asked, the answer is a value or a
 * clear error. For longer runs set {@code -Dpromql.fuzz.queries=N}, for a certain one {@code -Dpromql.fuzz.seed=N}.
 */
class QueryFuzzTest {
    private static final Pattern QUERY = Pattern.compile(
            "eval(?:_\\w+)?\\s+(?:instant\\s+at\\s+\\S+|range\\s+from\\s+\\S+\\s+to\\s+\\S+\\s+step\\s+\\S+)\\s+(.+)");
    private static final String PIECES = "()[]{},:=!~<>+-*/%^@#'\"`\\ .0129eExinfNaNsmhdwy";

    private final int queries = Integer.getInteger("promql.fuzz.queries", 6000);
    private final long seed = Long.getLong("promql.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final QueryEngine engine = new QueryEngine(
            new QueryLimits(200_000, 1L << 27, 1000, 1000, Duration.ofSeconds(5), Duration.ofMinutes(5)));
    private final List<String> corpus = new ArrayList<>();
    private SeriesSource source = new ScriptRunner().source();

    @BeforeEach
    void collect() throws IOException, URISyntaxException {
        System.out.println("seed " + seed);
        Path folder = Path.of(Objects.requireNonNull(QueryFuzzTest.class.getResource("/promql"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher matcher = QUERY.matcher(line.strip());
                    if (matcher.matches()) {
                        corpus.add(matcher.group(1));
                    }
                }
            }
        }
        ScriptRunner runner = new ScriptRunner();
        runner.run(List.of(
                "load 1m",
                "  reads_total{env=\"1\", n=\"a\"} 0+10x20",
                "  reads_total{env=\"1\", n=\"b\"} 0+5x9 0+5x9 stale",
                "  gauge{n=\"a\"} 1 -5 NaN Inf -Inf 0 -0 1e308 5e-324 _ _ 7x9",
                "  gauge{n=\"b\"} 2x20",
                "  a_bucket{le=\"1\"} 0+1x20",
                "  a_bucket{le=\"+Inf\"} 0+2x20",
                "  target_info{env=\"1\", job=\"x\"} 1x20",
                "  latency{n=\"a\"} {{schema:0 sum:1 count:2 buckets:[1 1]}}+{{sum:1 count:2 buckets:[1 1]}}x20",
                "  latency{n=\"b\"} {{schema:-53 sum:1 count:5 custom_values:[5 10] buckets:[1 4]}}x20",
                "  mixed 1 2 {{count:2 sum:3 z_bucket:1 z_bucket_w:0.1 n_buckets:[1]}}x5 3 4 5"));
        assertThat(runner.failures()).isEmpty();
        source = runner.source();
    }

    @Test
    void answersWithAValueOrAClearError() {
        int parsed = 0;
        int answered = 0;
        for (int i = 0; i < queries; i++) {
            String text = switch (random.nextInt(4)) {
                case 0 -> corpus.get(random.nextInt(corpus.size()));
                case 1 -> expression(4);
                case 2 -> mutate(expression(3));
                default -> mutate(corpus.get(random.nextInt(corpus.size())));
            };
            try {
                Expr expression = PromQl.parse(text);
                parsed++;
                String canonical = expression.toString();
                assertThat(PromQl.parse(canonical)).as(text).hasToString(canonical);
                assertThat(PromQl.parse(PromQl.format(expression))).as(text).hasToString(canonical);
                answered += isAnswered(expression) ? 1 : 0;
            } catch (PromQlException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", query " + text, e);
            }
        }
        System.out.printf("%d queries, %d parsed, %d answered%n", queries, parsed, answered);
        assertThat(answered).isGreaterThan(queries / 10);
    }

    private boolean isAnswered(Expr expression) {
        long at = random.nextInt(25) * 60_000L;
        try {
            QueryResult instant = engine.instant(source, expression, at, () -> false);
            assertThat(instant.value()).isNotNull();
            if (expression.type() == ValueType.VECTOR || expression.type() == ValueType.SCALAR) {
                QueryResult range =
                        engine.range(source, expression, at, at + random.nextInt(600_000), 45_000, () -> false);
                assertNoEqualLabels((Value.Matrix) range.value());
            }
            return true;
        } catch (QueryException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    private static void assertNoEqualLabels(Value.Matrix matrix) {
        List<Labels> labels = matrix.rows().stream().map(Value.Row::labels).toList();
        assertThat(labels).doesNotHaveDuplicates().isSorted();
    }

    private String expression(int depth) {
        if (depth == 0) {
            return pick(
                    "reads_total",
                    "gauge",
                    "latency",
                    "mixed",
                    "{n=\"a\"}",
                    "1",
                    "-Inf",
                    "1e300",
                    "a_bucket{le!=\"1\"}");
        }
        String inner = expression(depth - 1);
        return switch (random.nextInt(9)) {
            case 0, 1 ->
                inner + " " + pick(operators()) + " "
                        + pick("", "", "on(n) ", "ignoring(le) group_left() ", "bool ", "fill(0) ")
                        + expression(depth - 1);
            case 2 ->
                pick("sum", "avg", "max", "count", "stddev", "group") + pick("", " by (n) ", " without (n) ") + "("
                        + inner + ")";
            case 3 ->
                pick("topk", "bottomk", "quantile", "limitk", "limit_ratio") + "("
                        + pick("1", "0.5", "-1", "NaN", "time()") + ", " + inner + ")";
            case 4 ->
                pick("abs", "histogram_count", "sort", "absent", "timestamp", "scalar", "-", "(", "histogram_stdvar")
                        + "(" + inner + ")";
            case 5 ->
                call(pick("reads_total", "gauge", "latency", "mixed") + "[" + pick("5m", "1ms", "100y", "step()+1m")
                        + "]" + pick("", " offset 3m", " @ 300", " @ end()", " anchored", " smoothed"));
            case 6 ->
                call("(" + inner + ")[" + pick("5m", "10m", "1h") + ":" + pick("", "1m", "7s", "1h") + "]"
                        + pick("", " offset -3m", " @ start()"));
            case 7 -> "histogram_quantile(" + pick("0.5", "2", "-0", "NaN") + ", " + inner + ")";
            default ->
                "label_replace(" + inner + ", \"" + pick("n", "__name__", "x y") + "\", \"$1\", \""
                        + pick("n", "env", "__name__") + "\", \"(.*)\")";
        };
    }

    private String call(String range) {
        return pick(FunctionSignatures.byName().values().stream()
                        .filter(each -> each.arguments().equals(List.of(ValueType.MATRIX)))
                        .map(FunctionSignature::name)
                        .sorted()
                        .toArray(String[]::new))
                + "(" + range + ")";
    }

    private static String[] operators() {
        return Stream.of(BinaryOperator.values()).map(BinaryOperator::symbol).toArray(String[]::new);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String mutate(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(out.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> out.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                case 1 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(5)));
                case 2 -> out.insert(at, "9".repeat(random.nextInt(400)));
                case 3 ->
                    out.insert(
                            at,
                            pick("(", "-", "[", "abs(", "sum(", "a + ", "a ^ ", "[1m:]", "{")
                                    .repeat(random.nextInt(400)));
                case 4 -> out.insert(0, "(".repeat(50)).append(")".repeat(50));
                default -> out.insert(at, corpus.get(random.nextInt(corpus.size())));
            }
        }
        return out.toString();
    }
}
