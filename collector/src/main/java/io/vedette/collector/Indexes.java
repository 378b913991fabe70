package io.vedette.collector;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.elasticsearch.ElasticsearchLogIndex;
import io.vedette.collector.index.elasticsearch.ElasticsearchSampleHistory;
import io.vedette.collector.index.elasticsearch.ElasticsearchSettings;
import io.vedette.collector.index.lucene.LuceneLogIndex;
import io.vedette.collector.index.lucene.LuceneSampleHistory;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.logs.parse.Datasets;
import io.vedette.collector.serve.StartException;
import io.vedette.protocol.config.ByteSize;
import io.vedette.protocol.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Opens the indexes that the configuration asks for. */
final class Indexes {
    private Indexes() {}

    /** The index of log lines. */
    static LogIndex logs(
            CollectorConfig config, EcsSchema schema, InstantSource clock, LongSupplier nanos, MeterRegistry meters)
            throws StartException {
        CollectorConfig.Logs logs = config.logs();
        return config.elasticsearch() == null
                ? embedded(
                        "logs",
                        config.data().resolve("logs"),
                        logs.retention(),
                        logs.maxSize(),
                        settings -> new LuceneLogIndex(settings, schema, clock, nanos, meters))
                : elasticsearch(
                        config.elasticsearch(),
                        logs.retention(),
                        settings -> new ElasticsearchLogIndex(settings, schema));
    }

    /** The history of samples. */
    static SampleHistory history(CollectorConfig config, InstantSource clock, MeterRegistry meters)
            throws StartException {
        CollectorConfig.History history = config.history();
        return config.elasticsearch() == null
                ? embedded(
                        "history",
                        config.data().resolve("history"),
                        history.retention(),
                        history.maxSize(),
                        settings -> new LuceneSampleHistory(settings, clock, meters))
                : elasticsearch(
                        config.elasticsearch(),
                        history.retention(),
                        settings -> new ElasticsearchSampleHistory(settings, Datasets.legal(config.cluster())));
    }

    /** Opens an index. */
    private interface Opening<S, T> {
        T open(S settings) throws IOException;
    }

    private static <T> T elasticsearch(
            CollectorConfig.Elasticsearch elasticsearch, Duration keepFor, Opening<ElasticsearchSettings, T> opening)
            throws StartException {
        try {
            return opening.open(ElasticsearchSettings.of(elasticsearch, keepFor));
        } catch (ConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartException("elasticsearch.ca_file: " + e.getMessage(), e);
        }
    }

    private static <T> T embedded(
            String key, Path folder, Duration keepFor, ByteSize keepBytes, Opening<LuceneSettings, T> opening)
            throws StartException {
        try {
            return opening.open(new LuceneSettings(folder, keepFor, keepBytes.bytes()));
        } catch (IllegalArgumentException e) {
            throw new StartException(key + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartException("the index in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
