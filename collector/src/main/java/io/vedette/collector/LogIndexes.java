package io.vedette.collector;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.elasticsearch.ElasticsearchLogIndex;
import io.vedette.collector.index.elasticsearch.ElasticsearchSettings;
import io.vedette.collector.index.lucene.LuceneLogIndex;
import io.vedette.collector.index.lucene.LuceneSettings;
import io.vedette.collector.serve.StartException;
import io.vedette.protocol.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Opens the index that the configuration asks for. */
final class LogIndexes {
    private LogIndexes() {}

    static LogIndex open(
            CollectorConfig config, EcsSchema schema, InstantSource clock, LongSupplier nanos, MeterRegistry meters)
            throws StartException {
        return config.elasticsearch() == null
                ? lucene(config, schema, clock, nanos, meters)
                : elasticsearch(config.elasticsearch(), config.logs(), schema);
    }

    private static LogIndex elasticsearch(
            CollectorConfig.Elasticsearch elasticsearch, CollectorConfig.Logs logs, EcsSchema schema)
            throws StartException {
        try {
            return new ElasticsearchLogIndex(ElasticsearchSettings.of(elasticsearch, logs.retention()), schema);
        } catch (ConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartException("elasticsearch.ca_file: " + e.getMessage(), e);
        }
    }

    private static LogIndex lucene(
            CollectorConfig config, EcsSchema schema, InstantSource clock, LongSupplier nanos, MeterRegistry meters)
            throws StartException {
        Path folder = config.data().resolve("logs");
        try {
            LuceneSettings settings = new LuceneSettings(
                    folder, config.logs().retention(), config.logs().maxSize().bytes());
            return new LuceneLogIndex(settings, schema, clock, nanos, meters);
        } catch (IllegalArgumentException e) {
            throw new StartException("logs: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartException("the index in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
