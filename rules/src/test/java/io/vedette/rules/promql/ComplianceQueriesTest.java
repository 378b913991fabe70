package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.script.MemorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The queries that PromLabs compares implementations by, over made-up data of the same shape. */
class ComplianceQueriesTest {
    private static final Map<String, List<String>> VARIANTS = Map.ofEntries(
            Map.entry("range", words("1s 15s 1m 5m 15m 1h")),
            Map.entry("offset", words("1m 5m 10m")),
            Map.entry("simpleAggrOp", words("sum avg max min count stddev stdvar")),
            Map.entry("simpleTimeAggrOp", words("sum avg max min count stddev stdvar absent last")),
            Map.entry("topBottomOp", words("topk bottomk")),
            Map.entry("quantile", words("-0.5 0.1 0.5 0.75 0.95 0.90 0.99 1 1.5")),
            Map.entry("arithBinOp", words("+ - * / % ^")),
            Map.entry("compBinOp", words("== != < > <= >=")),
            Map.entry("binOp", words("+ - * / % ^ == != < > <= >=")),
            Map.entry("simpleMathFunc", words("abs ceil floor exp sqrt ln log2 log10 round")),
            Map.entry("extrapolatedRateFunc", words("delta rate increase")),
            Map.entry("clampFunc", words("clamp_min clamp_max")),
            Map.entry("instantRateFunc", words("idelta irate")),
            Map.entry("dateFunc", words("day_of_month day_of_week days_in_month hour minute month year")));
    private static final long END = 1_600_000_000_000L;
    private static final long HOUR = 3_600_000;

    @Test
    void runsAllThatAreMeantToRunAndRefusesTheOthers() throws IOException {
        Path file = Path.of(System.getProperty("vedette.data", "../../shared/data"))
                .resolve("promql/compliance/promql-test-queries.yml");
        Assumptions.assumeTrue(Files.exists(file), "no recorded data at " + file);
        MemorySource source = demo();
        QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
        List<String> wrong = new ArrayList<>();
        int total = 0;
        int refused = 0;
        for (JsonNode test : new YAMLMapper().readTree(Files.readString(file)).path("test_cases")) {
            for (String query : expand(test)) {
                total++;
                boolean shouldFail = test.path("should_fail").asBoolean();
                String failure = failureOf(query, engine, source);
                refused += shouldFail && !failure.isEmpty() ? 1 : 0;
                if (shouldFail == failure.isEmpty()) {
                    wrong.add(query + ": " + failure);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(total).isEqualTo(539);
        assertThat(refused).isEqualTo(5);
    }

    private static String failureOf(String query, QueryEngine engine, MemorySource source) {
        try {
            Expr expression = PromQl.parse(query);
            engine.range(source, expression, END - HOUR, END, 30_000, () -> false);
            engine.instant(source, expression, END, () -> false);
            return "";
        } catch (PromQlException | QueryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> expand(JsonNode test) {
        List<String> queries = List.of(test.path("query").asText());
        for (JsonNode argument : test.path("variant_args")) {
            List<String> expanded = new ArrayList<>();
            for (String query : queries) {
                for (String value : VARIANTS.getOrDefault(argument.asText(), List.of())) {
                    expanded.add(query.replace("{{." + argument.asText() + "}}", value));
                }
            }
            queries = expanded;
        }
        return queries;
    }

    private static MemorySource demo() {
        MemorySource source = new MemorySource();
        for (int i = 0; i < 3; i++) {
            String instance = "demo.promlabs.com:1000" + i;
            for (String type : words("free used cached")) {
                add(source, 40, "__name__", "demo_memory_usage_bytes", "instance", instance, "type", type);
            }
            for (String mode : words("idle user")) {
                add(source, 5, "__name__", "demo_cpu_usage_seconds_total", "instance", instance, "mode", mode);
            }
            for (String bound : words("0.1 1 10 +Inf")) {
                add(
                        source,
                        bound.length(),
                        "__name__",
                        "demo_api_request_duration_seconds_bucket",
                        "instance",
                        instance,
                        "le",
                        bound);
            }
            add(source, 0, "__name__", "demo_num_cpus", "instance", instance);
            add(source, 3, "__name__", "demo_disk_usage_bytes", "instance", instance);
            add(source, 2, "__name__", "demo_batch_last_success_timestamp_seconds", "instance", instance);
        }
        return source;
    }

    private static void add(MemorySource source, double slope, String... labels) {
        Labels all = Labels.of(labels).with("job", "demo");
        for (int i = 0; i < 900; i++) {
            source.add(all, END - i * 5000L, 1000 - i * slope % 700);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
