package io.vedette.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.spool.DiskSpool;
import io.vedette.agent.spool.SpoolSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsOnDiskTest {
    @TempDir
    Path directory;

    private DiskSpool open() {
        SpoolSettings settings =
                new SpoolSettings(directory.resolve("s"), 1 << 20, 1 << 20, SpoolSettings.WhenFull.DROP_OLDEST);
        return new DiskSpool(settings, InstantSource.system(), System::nanoTime);
    }

    private static byte[] batch(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theOldestStaysUntilItIsDeliveredAlsoBeyondARestart() throws InterruptedException {
        try (DiskSpool disk = open()) {
            MetricsOnDisk spool = new MetricsOnDisk(disk);
            spool.add(batch("a"));
            spool.add(batch("b"));
            spool.add(batch("c"));
            assertThat(spool.awaitOldest()).isEqualTo(batch("a"));
            byte[] first = spool.awaitOldest();
            spool.delivered(batch("another"));
            assertThat(spool.awaitOldest()).isEqualTo(batch("a"));
            spool.delivered(first);
            assertThat(spool.awaitOldest()).as("not the one given out last").isEqualTo(batch("a"));
            spool.delivered(spool.awaitOldest());
            assertThat(spool.awaitOldest()).isEqualTo(batch("b"));
        }
        try (DiskSpool disk = open()) {
            assertThat(new MetricsOnDisk(disk).awaitOldest()).isEqualTo(batch("b"));
            assertThat(disk.status().records()).isEqualTo(2);
        }
    }
}
