package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks a real Prometheus and us the same questions about the same samples and compares value by value. The installed
 * Prometheus is older than the one whose language is spoken here: {@code differences.yml} lists each query that is
 * answered differently for that reason. A difference that is not in the list fails, and so does an entry that has
 * become untrue.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComplianceIT {
    private static final int CYCLES = 840;
    private static final long CYCLE_MILLIS = 5_000;

    /** On the minute. */
    private final long endMillis = System.currentTimeMillis() / 60_000 * 60_000;

    private final long startMillis = endMillis - CYCLES * CYCLE_MILLIS;
    private final long onASampleMillis = endMillis - 60_000;
    private Twins twins;
    private JsonNode differences;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(RealPrometheus.BINARY),
                "NOT COMPARED WITH PROMETHEUS: " + RealPrometheus.BINARY + " is missing; apt-get install prometheus");
        twins = Twins.start(folder);
        DemoMetrics metrics = new DemoMetrics(onASampleMillis - 300_000);
        for (int i = 0; i <= CYCLES; i++) {
            twins.push(metrics.cycle(i, startMillis + i * CYCLE_MILLIS));
        }
        try (InputStream in = ComplianceIT.class.getResourceAsStream("differences.yml")) {
            differences = new YAMLMapper().readTree(in);
        }
    }

    @AfterAll
    void stop() throws Exception {
        if (twins != null) {
            twins.close();
        }
    }

    /** Between two samples, so that it does not matter which end of a range belongs to it. */
    private String offTheSamples(long minutesBeforeTheEnd) {
        return SampleText.timestamp(endMillis - minutesBeforeTheEnd * 60_000 - 1_234);
    }

    @Test
    void answersTheComplianceQueriesAsPrometheusDoes() throws Exception {
        Set<String> known = listed("compliance");
        List<String> wrong = new ArrayList<>();
        List<ComplianceQueries.Query> queries = ComplianceQueries.load();
        for (ComplianceQueries.Query query : queries) {
            String difference = twins.difference(
                    "api/v1/query_range",
                    "query",
                    query.text(),
                    "start",
                    offTheSamples(10),
                    "end",
                    offTheSamples(0),
                    "step",
                    "10");
            difference += twins.difference("api/v1/query", "query", query.text(), "time", offTheSamples(1));
            if (difference.isEmpty() == known.contains(query.text())) {
                wrong.add(query.text() + ": " + (difference.isEmpty() ? "does not differ any more" : difference));
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
        assertThat(queries).hasSize(539);
        known.removeAll(queries.stream().map(ComplianceQueries.Query::text).toList());
        assertThat(known).as("listed, but no query").isEmpty();
    }

    @Test
    void refusesWhatMustBeRefusedAsPrometheusDoes() throws Exception {
        List<String> refused = new ArrayList<>();
        for (ComplianceQueries.Query query : ComplianceQueries.load()) {
            if (query.refused()) {
                refused.add(query.text());
                assertThat(twins.statuses("api/v1/query", "query", query.text(), "time", offTheSamples(0)))
                        .as(query.text())
                        .allSatisfy(status -> assertThat(status).isIn(400, 422));
            }
        }
        assertThat(refused).hasSize(5);
    }

    @Test
    void differsOnlyWhereTheNewerPrometheusDoes() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (JsonNode difference : differences.path("versions")) {
            for (JsonNode query : difference.path("queries")) {
                if (difference(query).isEmpty()) {
                    wrong.add(query.asText() + ": does not differ, but should as "
                            + difference.path("reason").asText());
                }
            }
            for (JsonNode query : difference.path("same")) {
                if (!difference(query).isEmpty()) {
                    wrong.add(query.asText() + ": " + difference(query));
                }
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo_num_cpus",
                "demo_intermittent_metric",
                "sum(demo_memory_usage_bytes) / sum(demo_num_cpus)",
                "rate(demo_cpu_usage_seconds_total[1m])",
                "max_over_time(sum(demo_num_cpus)[2m:7s])",
                "42"
            })
    void countsWhatAQueryReadsAsPrometheusDoes(String query) throws Exception {
        String[] question = {
            "query", query, "start", offTheSamples(3), "end", offTheSamples(0), "step", "10", "stats", "all"
        };
        List<JsonNode> read = twins.samplesRead("api/v1/query_range", question);

        assertThat(read.get(1).path("totalQueryableSamples"))
                .isEqualTo(read.get(0).path("totalQueryableSamples"));
        assertThat(read.get(1).path("totalQueryableSamplesPerStep"))
                .isEqualTo(read.get(0).path("totalQueryableSamplesPerStep"));
    }

    private String difference(JsonNode query) throws Exception {
        return twins.difference("api/v1/query", "query", query.asText(), "time", SampleText.timestamp(onASampleMillis));
    }

    private Set<String> listed(String section) {
        Set<String> queries = new HashSet<>();
        for (JsonNode difference : differences.path(section)) {
            assertThat(difference.path("reason").asText()).isNotBlank();
            difference.path("queries").forEach(query -> queries.add(query.asText()));
        }
        return queries;
    }
}
