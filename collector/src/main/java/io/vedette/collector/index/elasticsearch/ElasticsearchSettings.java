package io.vedette.collector.index.elasticsearch;

import io.vedette.collector.config.CollectorConfig;
import io.vedette.protocol.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to Elasticsearch and how long it keeps logs.
 *
 * @param urls at least one, {@code http} or {@code https}
 * @param username null for none
 * @param password null for none
 * @param apiKey in Elasticsearch's encoded form; null for none
 * @param caFile certificate, PEM, of the authority that signed the servers'; null for the machine's own
 * @param keepFor age at which the data streams' lifecycle deletes documents
 */
public record ElasticsearchSettings(
        List<URI> urls,
        @Nullable String username,
        @Nullable String password,
        @Nullable String apiKey,
        @Nullable Path caFile,
        Duration keepFor) {
    public ElasticsearchSettings {
        urls = List.copyOf(urls);
        for (URI url : urls) {
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!web || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "elasticsearch.urls: \"" + url + "\" is no address; write for example https://10.0.0.5:9200");
            }
        }
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("elasticsearch.urls: an address is needed");
        }
    }

    /**
     * What the configuration says, secrets read from their files.
     *
     * @throws ConfigException if a secret cannot be read, or an address is none
     */
    public static ElasticsearchSettings of(CollectorConfig.Elasticsearch config, Duration keepFor)
            throws ConfigException {
        try {
            return new ElasticsearchSettings(
                    config.urls().stream().map(URI::create).toList(),
                    config.username(),
                    config.resolvedPassword(),
                    config.resolvedApiKey(),
                    config.caFile(),
                    keepFor);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    List.of(new ConfigException.Problem("collector.yml", 0, 0, String.valueOf(e.getMessage()))));
        }
    }

    /** The addresses, for people: never a password. */
    String shown() {
        return String.join(
                ", ",
                urls.stream()
                        .map(url -> url.getScheme() + "://" + url.getHost() + ":" + port(url))
                        .toList());
    }

    /** The address's port; Elasticsearch's own if it names none. */
    static int port(URI url) {
        return url.getPort() < 0 ? 9200 : url.getPort();
    }

    @Override
    public String toString() {
        return "ElasticsearchSettings[" + shown() + "]";
    }
}
