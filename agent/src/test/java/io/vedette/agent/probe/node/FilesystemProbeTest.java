package io.vedette.agent.probe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.probe.Exposition;
import io.vedette.agent.probe.ProbeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemProbeTest {
    private static final String MOUNTS = """
            /dev/sda1 / ext4 rw,relatime 0 0
            proc /proc proc rw 0 0
            tmpfs /run tmpfs rw 0 0
            tmpfs /dev/shm tmpfs rw 0 0
            overlay /var/lib/docker/overlay2/x/merged overlay rw 0 0
            tmpfs /var/lib/docker/containers/x/shm tmpfs rw 0 0
            server:/export /mnt/my\\040share nfs4 ro,hard 0 0
            /dev/sdb1 /data xfs rw 0 0
            /dev/sdb1 /data xfs rw 0 0
            """;

    @TempDir
    private Path temp;

    private Roots roots() throws IOException {
        Files.createDirectories(temp.resolve("proc/1"));
        Files.writeString(temp.resolve("proc/1/mounts"), MOUNTS);
        return new Roots(temp.resolve("proc"), temp.resolve("sys"), Path.of("/host"));
    }

    @Test
    void measuresRealMountsOnceAndLeavesPseudoOnesOut() throws Exception {
        MountSpace space = new MountSpace(1000, 500, 400, 100, 90);
        FilesystemProbe probe = new FilesystemProbe(roots(), path -> space, Duration.ofSeconds(60));
        Exposition seen = ProbeRun.exposition(probe);
        assertThat(seen.values())
                .containsEntry(
                        "node_filesystem_size_bytes{device=/dev/sda1, device_error=, fstype=ext4, mountpoint=/}",
                        1000.0)
                .containsEntry(
                        "node_filesystem_readonly{device=server:/export, device_error=, fstype=nfs4, mountpoint=/mnt/my share}",
                        1.0)
                .containsEntry(
                        "node_filesystem_files_free{device=/dev/sdb1, device_error=, fstype=xfs, mountpoint=/data}",
                        90.0)
                .containsKey("node_filesystem_avail_bytes{device=tmpfs, device_error=, fstype=tmpfs, mountpoint=/run}");
        assertThat(seen.values().keySet().stream().filter(series -> series.startsWith("node_filesystem_size_bytes")))
                .hasSize(4);
    }

    @Test
    void looksForMountsBelowTheRootOfTheNode() throws Exception {
        FilesystemProbe probe = new FilesystemProbe(
                roots(),
                path -> {
                    if (!path.startsWith("/host")) {
                        throw new IOException("asked " + path);
                    }
                    return new MountSpace(1, 1, 1, 1, 1);
                },
                Duration.ofSeconds(60));
        assertThat(ProbeRun.exposition(probe).values().keySet()).noneMatch(series -> series.contains("asked"));
    }

    @Test
    void aMountThatHangsIsReportedAndNotAskedTwice() throws Exception {
        CountDownLatch serverIsBack = new CountDownLatch(1);
        AtomicInteger questions = new AtomicInteger();
        FilesystemProbe probe = new FilesystemProbe(
                roots(),
                path -> {
                    if (path.contains("my share")) {
                        questions.incrementAndGet();
                        awaitUninterruptibly(serverIsBack);
                    }
                    return new MountSpace(1, 1, 1, 1, 1);
                },
                Duration.ofMillis(100));
        String hanging =
                "node_filesystem_device_error{device=server:/export, device_error=mountpoint timeout, fstype=nfs4,"
                        + " mountpoint=/mnt/my share}";
        for (int i = 0; i < 3; i++) {
            assertThat(ProbeRun.exposition(probe).values())
                    .containsEntry(hanging, 1.0)
                    .containsKey(
                            "node_filesystem_size_bytes{device=/dev/sdb1, device_error=, fstype=xfs, mountpoint=/data}");
        }
        assertThat(questions).hasValue(1);
        serverIsBack.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(ProbeRun.exposition(probe).values())
                                .doesNotContainKey(hanging)
                                .containsKey(
                                        "node_filesystem_size_bytes{device=server:/export, device_error=, fstype=nfs4, mountpoint=/mnt/my share}"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // A file system that does not answer does not listen to interruptions either.
            }
        }
    }

    @Test
    void aMountThatRefusesIsReportedWithItsError() throws Exception {
        FilesystemProbe probe = new FilesystemProbe(
                roots(),
                path -> {
                    throw new IOException("errno 13");
                },
                Duration.ofSeconds(60));
        Exposition seen = ProbeRun.exposition(probe);
        assertThat(seen.values())
                .containsEntry(
                        "node_filesystem_device_error{device=/dev/sda1, device_error=errno 13, fstype=ext4, mountpoint=/}",
                        1.0);
        assertThat(seen.values().keySet()).noneMatch(series -> series.startsWith("node_filesystem_size"));
    }

    @Test
    void theRealRootHasSpace() throws Exception {
        MountSpace root = MountSpace.of("/");
        assertThat(root.sizeBytes()).isEqualTo(Path.of("/").toFile().getTotalSpace());
        assertThat(root.freeBytes()).isLessThanOrEqualTo(root.sizeBytes());
        assertThat(root.filesFree()).isLessThanOrEqualTo(root.files());
    }
}
