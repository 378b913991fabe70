package io.vedette.deploy.cli;

import io.vedette.collector.Collector;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.protocol.config.ConfigException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vedette collector}: the daemon that indexes, evaluates, tells and serves. */
@Command(name = "collector", description = "Run a collector, until interrupted.")
final class CollectorCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "its configuration, in YAML")
    private Path config = Path.of("");

    @Override
    public Integer call() throws Failure, InterruptedException {
        Collector collector;
        try {
            collector = new Collector(CollectorConfig.load(config), Version.current(), InstantSource.system());
        } catch (ConfigException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        return Daemon.run(collector::start, collector);
    }
}
