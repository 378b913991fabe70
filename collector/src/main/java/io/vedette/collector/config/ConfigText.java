package io.vedette.collector.config;

import java.util.StringJoiner;

/** The configuration in force as YAML for people, without secrets. */
final class ConfigText {
    private ConfigText() {}

    static String of(CollectorConfig config) {
        StringJoiner yaml = new StringJoiner("\n", "", "\n");
        yaml.add("cluster: " + quote(config.cluster()));
        yaml.add("name: " + quote(config.name()));
        yaml.add("listen: " + quote(config.listen().toString()));
        yaml.add("external_url: " + quote(config.externalUrl()));
        yaml.add("data: " + quote(config.data().toString()));
        yaml.add("kafka:");
        yaml.add("  bootstrap_servers: " + quote(config.kafka().bootstrapServers()));
        yaml.add("  replication_factor: " + config.kafka().replicationFactor());
        yaml.add("  partitions: " + config.kafka().partitions());
        if (config.elasticsearch() != null) {
            yaml.add("elasticsearch:");
            yaml.add("  urls: " + list(config.elasticsearch().urls()));
        }
        yaml.add("rules: " + list(config.rules()));
        yaml.add("shipped_rules: " + config.shippedRules());
        if (config.notifyFile() != null) {
            yaml.add("notify_file: " + quote(config.notifyFile().toString()));
        }
        yaml.add("evaluation_interval: " + config.evaluationInterval().toMillis() + "ms");
        yaml.add("head:");
        yaml.add("  window: " + config.head().window().toSeconds() + "s");
        yaml.add("  max_size: " + config.head().maxSize().bytes() + "B");
        yaml.add("  max_series: " + config.head().maxSeries());
        yaml.add("  max_series_per_instance: " + config.head().maxSeriesPerInstance());
        yaml.add("  max_series_per_metric: " + config.head().maxSeriesPerMetric());
        yaml.add("history:");
        yaml.add("  retention: " + config.history().retention().toSeconds() + "s");
        yaml.add("  max_size: " + config.history().maxSize().bytes() + "B");
        yaml.add("query:");
        yaml.add("  timeout: " + config.query().timeout().toMillis() + "ms");
        yaml.add("  lookback: " + config.query().lookback().toMillis() + "ms");
        yaml.add("  max_samples: " + config.query().maxSamples());
        yaml.add("  max_memory: " + config.query().maxMemory().bytes() + "B");
        yaml.add("  max_total_memory: " + config.query().maxTotalMemory().bytes() + "B");
        yaml.add("  max_series: " + config.query().maxSeries());
        yaml.add("  max_steps: " + config.query().maxSteps());
        yaml.add("  max_concurrent: " + config.query().maxConcurrent());
        yaml.add("  max_waiting: " + config.query().maxWaiting());
        yaml.add("logs:");
        yaml.add("  retention: " + config.logs().retention().toSeconds() + "s");
        yaml.add("  max_size: " + config.logs().maxSize().bytes() + "B");
        yaml.add("  time_zone: " + quote(config.logs().timeZone()));
        return yaml.toString();
    }

    private static String list(Iterable<String> texts) {
        StringJoiner list = new StringJoiner(", ", "[", "]");
        texts.forEach(text -> list.add(quote(text)));
        return list.toString();
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
