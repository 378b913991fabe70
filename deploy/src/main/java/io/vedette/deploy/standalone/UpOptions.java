package io.vedette.deploy.standalone;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code vedette up} is told.
 *
 * @param data folder for everything it writes
 * @param port of the page and the APIs; the agent's is the next one
 * @param name of this node; null for the host's name
 * @param tail globs of log files besides /var/log
 * @param rules rule files besides the shipped ones
 * @param notifyFile file with routes and receivers; null for none
 * @param kafka {@code host:port} of a Kafka to use in place of the embedded one; null for that
 * @param elasticsearch URL of an Elasticsearch to use in place of the embedded index, with {@code user:password@} if it
 *     wants one; null for that
 */
public record UpOptions(
        Path data,
        int port,
        @Nullable String name,
        List<String> tail,
        List<Path> rules,
        @Nullable Path notifyFile,
        @Nullable String kafka,
        @Nullable String elasticsearch) {
    public UpOptions {
        tail = List.copyOf(tail);
        rules = List.copyOf(rules);
    }
}
