package io.vedette.collector.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What {@code /api/v1/status/*} tells of this process.
 *
 * @param version of this build
 * @param hostName of this machine
 * @param startedAt when the process started
 * @param retention how far back questions can go
 * @param config the configuration in force, as YAML without secrets
 * @param flags settings by Prometheus's names of its command line flags
 * @param lastReload when the configuration was last read
 * @param lastReloadGood whether that worked
 */
public record ServerFacts(
        String version,
        String hostName,
        Instant startedAt,
        Duration retention,
        String config,
        SortedMap<String, String> flags,
        Supplier<Instant> lastReload,
        BooleanSupplier lastReloadGood) {
    public ServerFacts {
        flags = new TreeMap<>(Map.copyOf(flags));
    }
}
