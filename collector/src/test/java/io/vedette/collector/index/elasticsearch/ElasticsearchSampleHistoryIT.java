package io.vedette.collector.index.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.index.SampleHistoryContract;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ElasticsearchSampleHistoryIT extends SampleHistoryContract {
    private final RealElasticsearch server = RealElasticsearch.shared();
    private final String namespace = UUID.randomUUID().toString().replace("-", "");
    private SampleHistory history;

    @BeforeEach
    void open() throws IOException {
        history = new ElasticsearchSampleHistory(settings(server.url()), namespace);
    }

    private static ElasticsearchSettings settings(URI url) {
        return new ElasticsearchSettings(List.of(url), null, null, null, null, Duration.ofDays(90));
    }

    @AfterEach
    void close() throws Exception {
        history.close();
    }

    @Override
    protected SampleHistory history() {
        return history;
    }

    @Test
    void aBlockThatIsGivenTwiceIsStoredOnce() throws IOException {
        add(hour(UP, 0));
        add(hour(UP, 0));
        assertThat(samples(UP, START, START + HOUR).size()).isEqualTo(240);
    }

    @Test
    void whatAKilledCollectorAddedWithoutACommitIsSeenByTheNext() throws IOException {
        history.add(List.of(hour(UP, 0)));
        try (SampleHistory next = new ElasticsearchSampleHistory(settings(server.url()), namespace)) {
            assertThat(next.stored(START, START + HOUR)).hasSize(1);
        }
    }

    @Test
    void aBlockIsFoundInTheBackingIndexBeforeARollover() throws IOException {
        add(hour(UP, 0));
        assertThat(server.request("POST", "/metrics-vedette.samples-" + namespace + "/_rollover", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(history.stored(START, START + HOUR)).hasSize(1);
        add(hour(UP, 1));
        assertThat(samples(UP, START, START + 2 * HOUR).size()).isEqualTo(480);
        assertThat(find(START, START + 2 * HOUR, LabelMatcher.equal("__name__", "up")))
                .containsExactly(UP);
    }

    @Test
    void theMappingDoesNotGrowWithLabels() throws IOException {
        add(hour(UP, 0), hour(Labels.of("__name__", "other", "a_label", "x", "another", "y"), 0));

        JsonNode first = new ObjectMapper()
                .readTree(server.request("GET", "/metrics-vedette.samples-" + namespace + "/_mapping", "")
                        .body())
                .elements()
                .next();
        assertThat(first.path("mappings").path("dynamic").asText()).isEqualTo("strict");
        assertThat(first.path("mappings").path("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("@timestamp", "to", "series", "labels", "names", "times", "values");
    }

    @Test
    void aServerThatIsAwayIsSaidInOneLine() throws IOException {
        try (SampleHistory away =
                new ElasticsearchSampleHistory(settings(URI.create("http://127.0.0.1:1")), namespace)) {
            assertThatThrownBy(() -> away.add(List.of(hour(UP, 0))))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Elasticsearch at http://127.0.0.1:1 cannot be reached");
            assertThatThrownBy(away::storedUntil)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is it running");
        }
    }
}
