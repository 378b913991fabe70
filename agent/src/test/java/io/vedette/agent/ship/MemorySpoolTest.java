package io.vedette.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemorySpoolTest {
    private final MemorySpool spool = new MemorySpool(10);

    @Test
    void givesTheOldestUntilItIsDelivered() throws InterruptedException {
        byte[] first = new byte[4];
        byte[] second = new byte[4];
        spool.add(first);
        spool.add(second);
        assertThat(spool.awaitOldest()).isSameAs(first);
        assertThat(spool.awaitOldest()).isSameAs(first);
        spool.delivered(first);
        assertThat(spool.awaitOldest()).isSameAs(second);
        assertThat(spool.sizeBytes()).isEqualTo(4);
    }

    @Test
    void theOldestGiveWayWhenItIsFullAndAreCounted() throws InterruptedException {
        byte[] first = new byte[6];
        byte[] second = new byte[3];
        byte[] third = new byte[4];
        spool.add(first);
        assertThat(spool.awaitOldest()).isSameAs(first);
        spool.add(second);
        spool.add(third);
        assertThat(spool.dropped()).isEqualTo(1);
        assertThat(spool.sizeBytes()).isEqualTo(7);
        spool.delivered(first);
        assertThat(spool.awaitOldest())
                .as("what gave way while under way takes nothing with it")
                .isSameAs(second);
    }

    @Test
    void takesABatchLargerThanItself() throws InterruptedException {
        byte[] large = new byte[100];
        spool.add(large);
        assertThat(spool.awaitOldest()).isSameAs(large);
        assertThat(spool.dropped()).isZero();
    }
}
