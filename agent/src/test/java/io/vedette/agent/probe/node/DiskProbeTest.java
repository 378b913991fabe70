package io.vedette.agent.probe.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskProbeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"sda1", "vda15", "xvdb2", "hdc3", "nvme0n1p2", "nvme10n3p11", "ram0", "zram1", "loop7", "fd0"})
    void leavesPartitionsAndPseudoDisksOut(String name) {
        assertThat(DiskProbe.isPartitionOrPseudoDisk(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sda", "vdb", "nvme0n1", "dm-0", "md127", "sr0", "mmcblk0", "mmcblk0p1", "nbd3", "sdaa", "drbd1"
            })
    void keepsDisks(String name) {
        assertThat(DiskProbe.isPartitionOrPseudoDisk(name)).isFalse();
    }
}
