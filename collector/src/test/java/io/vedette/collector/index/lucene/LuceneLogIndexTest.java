package io.vedette.collector.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.LogIndexContract;
import io.vedette.collector.index.Positions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneLogIndexTest extends LogIndexContract {
    private static final long KEEP_BYTES = 2L << 20;

    @TempDir
    private Path directory;

    private Instant now = READ;
    private LogIndex index;

    @BeforeEach
    void open() throws IOException {
        index = open(directory.resolve("index"));
    }

    private LogIndex open(Path folder) throws IOException {
        LuceneSettings settings = new LuceneSettings(folder, Duration.ofDays(3), KEEP_BYTES);
        return new LuceneLogIndex(settings, EcsSchema.load(), () -> now, System::nanoTime, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() throws Exception {
        index.close();
    }

    @Override
    protected LogIndex index() {
        return index;
    }

    @Override
    protected String host() {
        return "node-1";
    }

    private long count() throws Exception {
        return index.count(new LogFilter("", null, null));
    }

    private static Positions at(long offset) {
        return new Positions("topic-id", Map.of(0, offset));
    }

    @Test
    void afterAKillItIsAsItWasAtTheLastCommit() throws Exception {
        storeLines("committed");
        index.commit(at(1));
        store(documents("/var/log/app.log", 50, READ, "lost"));
        Path copy = directory.resolve("as-the-kill-left-it");
        copy(directory.resolve("index"), copy);

        index.close();
        index = open(copy);

        assertThat(index.committed()).contains(at(1));
        assertThat(found("")).containsExactly("committed");
        store(documents("/var/log/app.log", 50, READ, "lost"));
        awaitCount(2);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void aLineIsFoundInAnOlderPartWhenItIsGivenAgain() throws Exception {
        storeLines("one", "two");
        index.commit(at(1));
        now = READ.plus(Duration.ofDays(1));
        store(documents("/var/log/app.log", 8, now, "three"));
        index.commit(at(2));

        store(documents("/var/log/app.log", 0, now, "one", "two", "three"));
        index.close();
        index = open(directory.resolve("index"));
        store(documents("/var/log/app.log", 0, now, "one", "two", "three"));
        awaitCount(3);
        index.commit(at(2));

        assertThat(index.committed()).contains(at(2));
    }

    @Test
    void whatWasWrittenLongAgoIsDeletedAndWhatHappenedLongAgoIsNot() throws Exception {
        storeLines("2019-01-01T00:00:00Z happened long before it was written");
        index.commit(at(1));
        now = READ.plus(Duration.ofDays(1));
        store(documents("/b", 0, now, "next day"));
        index.commit(at(2));
        now = READ.plus(Duration.ofDays(2));
        store(documents("/b", 100, now, "third day"));
        index.commit(at(3));
        awaitCount(3);

        now = READ.plus(Duration.ofDays(4)).plusSeconds(1);
        index.commit(at(3));
        now = now.plusSeconds(1);
        awaitCount(1);

        assertThat(found("")).containsExactly("third day");
    }

    @Test
    void staysWithinItsBytes() throws Exception {
        Random random = new Random(7);
        for (int batch = 0; batch < 60; batch++) {
            String[] lines = IntStream.range(0, 100)
                    .mapToObj(
                            i -> random.ints(40).mapToObj(Integer::toHexString).collect(Collectors.joining(" ")))
                    .toArray(String[]::new);
            store(documents("/big", batch * 10_000_000L, now, lines));
            index.commit(at(batch));
        }
        long bytes;
        try (Stream<Path> files = Files.walk(directory)) {
            bytes = files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }

        assertThat(bytes).isLessThan(KEEP_BYTES * 9 / 8);
        assertThat(count()).isPositive().isLessThan(60 * 100);
    }

    @Test
    void onlyOneProcessCanUseIt() {
        assertThatThrownBy(() -> open(directory.resolve("index")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another process");
    }

    @Test
    void anUnreadablePartIsSetAsideAndReadAgainFromKafka() throws Exception {
        storeLines("one");
        index.commit(at(1));
        index.close();
        Path part = directory.resolve("index/00000001");
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("segments"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
            }
        }

        index = open(directory.resolve("index"));

        assertThat(index.committed()).isEmpty();
        assertThat(directory.resolve("index/unreadable-00000001")).isDirectory();
        storeLines("one");
        awaitCount(1);
    }

    @Test
    void moreFieldNamesThanItTakesDoNoHarm() throws Exception {
        for (int batch = 0; batch < 12; batch++) {
            StringBuilder json = new StringBuilder("{\"message\":\"many names\"");
            for (int i = 0; i < 200; i++) {
                json.append(",\"k").append(batch * 200 + i).append("\":\"v\"");
            }
            store(documents("/many" + batch, 0, READ, json.append('}').toString()));
        }
        awaitCount(12);

        assertThat(found("json.k0:v")).hasSize(1);
        assertThat(found("many")).hasSize(12);
    }

    @Test
    void theSameNameMayHoldTextAndNumbers() throws Exception {
        storeLines(
                "{\"msg\":\"a\",\"size\":12}", "{\"msg\":\"b\",\"size\":\"huge\"}", "{\"msg\":\"c\",\"size\":1.5e3}");
        awaitCount(3);

        assertThat(found("json.size:[10 TO 20]")).containsExactly("a");
        assertThat(found("json.size:huge")).containsExactly("b");
        assertThat(found("json.size:1500")).containsExactly("c");
    }
}
