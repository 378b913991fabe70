package io.vedette.collector.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The queries by which PromQL implementations are compared with Prometheus. */
final class ComplianceQueries {
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

    private ComplianceQueries() {}

    /** @param refused whether it must be refused */
    record Query(String text, boolean refused) {}

    /** Reads them from the recorded data, or has the test skipped. */
    static List<Query> load() throws IOException {
        Path file = Path.of(System.getProperty("vedette.data", "../../shared/data"))
                .resolve("promql/compliance/promql-test-queries.yml");
        Assumptions.assumeTrue(
                Files.exists(file), () -> "SKIPPED: no " + file + "; set -Dvedette.data=FOLDER to the recorded data");
        List<Query> queries = new ArrayList<>();
        for (JsonNode test : new YAMLMapper().readTree(Files.readString(file)).path("test_cases")) {
            for (String text : expand(test)) {
                queries.add(new Query(text, test.path("should_fail").asBoolean()));
            }
        }
        return queries;
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

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
