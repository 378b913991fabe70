package io.vedette.collector.history;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.index.elasticsearch.ElasticsearchSampleHistory;
import io.vedette.collector.index.elasticsearch.ElasticsearchSettings;
import io.vedette.collector.index.elasticsearch.RealElasticsearch;
import io.vedette.collector.index.lucene.LuceneSampleHistory;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.Value;
import io.vedette.rules.series.SeriesSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long range queries over seven days of two recorded nodes take that only the history can answer. Not part of the
 * build; run it with {@code mvn -pl collector -am verify -Dit.test=HistoryBenchmark}.
 */
class HistoryBenchmark {
    private static final int NODES = 2;
    /** Two hours. */
    private static final int CYCLES_PER_WINDOW = 480;

    private static final Duration TIME = Duration.ofDays(7);
    private static final int RUNS = 7;
    private static final List<String> QUERIES = List.of(
            "node_load1",
            "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
            "sum by (instance) (rate(node_cpu_seconds_total{mode!=\"idle\"}[10m]))",
            "max_over_time(node_network_receive_bytes_total[1h])",
            "count({job=\"node\"})");

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void embedded() throws Exception {
        LuceneSettings settings = new LuceneSettings(folder, Duration.ofDays(90), 10L << 30);
        try (SampleHistory history = lucene(settings)) {
            measure("embedded", history);
        }
        long begun = System.nanoTime();
        lucene(settings).close();
        System.out.printf("history embedded: opens in %.0f ms%n", (System.nanoTime() - begun) / 1e6);
    }

    private static SampleHistory lucene(LuceneSettings settings) throws Exception {
        return new LuceneSampleHistory(
                settings, () -> Instant.ofEpochMilli(RecordedDays.START), new SimpleMeterRegistry());
    }

    @Test
    void elasticsearch() throws Exception {
        try (RealElasticsearch server = RealElasticsearch.start();
                SampleHistory history = new ElasticsearchSampleHistory(
                        new ElasticsearchSettings(List.of(server.url()), null, null, null, null, TIME.multipliedBy(10)),
                        "benchmark")) {
            measure("Elasticsearch", history);
            server.request("POST", "/metrics-vedette.samples-benchmark/_forcemerge?max_num_segments=1", "");
            System.out.println("history Elasticsearch: "
                    + server.request("GET", "/_cat/indices/.ds-metrics-vedette*?h=docs.count,store.size&bytes=b", "")
                            .body()
                            .strip());
        }
    }

    private void measure(String index, SampleHistory history) throws Exception {
        RecordedDays days = new RecordedDays(NODES, CYCLES_PER_WINDOW, TIME);
        long begun = System.nanoTime();
        days.writeTo(history);
        System.out.printf(
                "history %s: %,d samples written in %.1f s%n",
                index, days.samples(), (System.nanoTime() - begun) / 1e9);
        SeriesSource source = new HeadAndHistory(new Head(HeadLimits.DEFAULT), history, new SimpleMeterRegistry());
        for (String query : QUERIES) {
            double[] millis = new double[RUNS];
            int rows = 0;
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                Value value = engine.range(
                                source,
                                PromQl.parse(query),
                                RecordedDays.START,
                                days.endMillis(),
                                Duration.ofMinutes(10).toMillis(),
                                () -> false)
                        .value();
                millis[run] = (System.nanoTime() - start) / 1e6;
                rows = ((Value.Matrix) value).rows().size();
            }
            System.out.printf("history %s: first %6.0f ms, ", index, millis[0]);
            Arrays.sort(millis);
            System.out.printf("median %6.0f ms for %s (%d series)%n", millis[RUNS / 2], query, rows);
        }
    }
}
