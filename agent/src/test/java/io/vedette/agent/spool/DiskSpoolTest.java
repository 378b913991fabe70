package io.vedette.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.spool.SpoolSettings.WhenFull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpoolTest {
    private static final long RETRY_NANOS = 6_000_000_000L;

    @TempDir
    Path directory;

    private final List<DiskSpool> opened = new ArrayList<>();
    private long now = 1;

    @AfterEach
    void closeAll() {
        opened.forEach(DiskSpool::close);
    }

    private DiskSpool open(long limit, WhenFull whenFull) {
        return open(directory.resolve("spool"), limit, whenFull);
    }

    private DiskSpool open(Path folder, long limit, WhenFull whenFull) {
        DiskSpool spool =
                new DiskSpool(new SpoolSettings(folder, limit, 10_000, whenFull), InstantSource.system(), () -> now);
        opened.add(spool);
        return spool;
    }

    private static void add(DiskSpool spool, String... records) {
        for (String each : records) {
            assertThat(spool.add(List.of(each.getBytes(StandardCharsets.UTF_8))))
                    .isTrue();
        }
    }

    private static List<String> texts(List<SpoolRecord> records) {
        return records.stream()
                .map(each -> new String(each.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Takes everything out, some at a time. */
    private static List<String> drain(DiskSpool spool) throws InterruptedException {
        return drain(spool, 100);
    }

    private static List<String> drain(DiskSpool spool, int bytes) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (spool.status().records() > 0) {
            List<SpoolRecord> some = spool.awaitOldest(bytes);
            all.addAll(texts(some));
            spool.delivered(some.get(some.size() - 1).sequence());
        }
        assertThat(spool.status().bytes()).isZero();
        return all;
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "record number " + i).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void givesOutWhatWasPutInInItsOrderAndForgetsWhatArrived() throws Exception {
        DiskSpool spool = open(1 << 20, WhenFull.DROP_OLDEST);
        add(spool, "a", "b", "c");
        List<SpoolRecord> oldest = spool.awaitOldest(1000);
        assertThat(texts(oldest)).containsExactly("a", "b", "c");
        spool.delivered(oldest.get(0).sequence());
        assertThat(texts(spool.awaitOldest(0))).containsExactly("b");
        assertThat(spool.status().records()).isEqualTo(2);
        assertThat(drain(spool)).containsExactly("b", "c");
    }

    @Test
    void whatWaitsIsThereAfterARestartAndWhatArrivedIsNot() throws Exception {
        DiskSpool spool = open(1 << 20, WhenFull.DROP_OLDEST);
        List<String> records = numbered(1000);
        add(spool, records.toArray(String[]::new));
        String identity = spool.identity();
        List<SpoolRecord> some = spool.awaitOldest(500);
        spool.delivered(some.get(some.size() - 1).sequence());
        spool.close();

        DiskSpool again = open(1 << 20, WhenFull.DROP_OLDEST);
        assertThat(again.identity()).isEqualTo(identity);
        add(again, "late");
        List<String> expected = new ArrayList<>(records.subList(some.size(), records.size()));
        expected.add("late");
        assertThat(drain(again)).isEqualTo(expected);
        again.close();
        assertThat(open(1 << 20, WhenFull.DROP_OLDEST).status().records()).isZero();
    }

    @Test
    void sequenceNumbersNeverComeTwice() throws Exception {
        long last = 0;
        for (int run = 0; run < 5; run++) {
            DiskSpool spool = open(1 << 20, WhenFull.DROP_OLDEST);
            add(spool, "a", "b");
            for (SpoolRecord each : spool.awaitOldest(1000)) {
                assertThat(each.sequence()).isGreaterThan(last);
                last = each.sequence();
            }
            spool.delivered(last);
            spool.close();
        }
    }

    @Test
    void theOldestGiveWayWhenItIsFullAndAreCounted() throws Exception {
        DiskSpool spool = open(64 << 10, WhenFull.DROP_OLDEST);
        List<String> records = numbered(5000);
        add(spool, records.toArray(String[]::new));
        SpoolStatus status = spool.status();
        assertThat(status.dropped()).isPositive();
        assertThat(status.records() + status.dropped()).isEqualTo(5000);
        assertThat(files().stream().mapToLong(file -> file.toFile().length()).sum())
                .isLessThanOrEqualTo((64 << 10) + (8 << 10));
        assertThat(drain(spool)).isEqualTo(records.subList((int) status.dropped(), 5000));
    }

    @Test
    void whatComesIsRefusedWhenItIsFullUntilThereIsRoom() throws Exception {
        DiskSpool spool = open(64 << 10, WhenFull.REFUSE);
        int taken = 0;
        while (spool.add(List.of(("record " + taken).getBytes(StandardCharsets.UTF_8)))) {
            taken++;
        }
        assertThat(taken).isGreaterThan(1000);
        assertThat(spool.status().dropped()).isZero();
        assertThat(drain(spool)).hasSize(taken);
        assertThat(spool.add(List.of(new byte[1000]))).isTrue();
    }

    @Test
    void aDamagedRecordIsPassedOverAndTheRestDelivered() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            Path folder = directory.resolve("round" + round);
            DiskSpool spool = open(folder, 1 << 20, WhenFull.DROP_OLDEST);
            List<String> records = numbered(100);
            add(spool, records.toArray(String[]::new));
            spool.close();
            Path file;
            try (Stream<Path> files = Files.list(folder)) {
                file = files.filter(each -> each.toString().endsWith(".spool"))
                        .findFirst()
                        .orElseThrow();
            }
            byte[] content = Files.readAllBytes(file);
            int at = random.nextInt(content.length);
            content[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, content);

            DiskSpool again = open(folder, 1 << 20, WhenFull.DROP_OLDEST);
            List<String> found = drain(again);
            assertThat(found).as("seed %d, damaged at %d", seed, at).hasSize(99);
            assertThat(records).containsSubsequence(found);
            assertThat(again.status().damaged()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatWasTornOffIsReadUpToThere() throws Exception {
        DiskSpool spool = open(1 << 20, WhenFull.DROP_OLDEST);
        add(spool, numbered(10).toArray(String[]::new));
        spool.close();
        Path file = files().get(0);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 3));
        Files.write(directory.resolve("spool/delivered"), new byte[] {1, 2, 3});

        DiskSpool again = open(1 << 20, WhenFull.DROP_OLDEST);
        add(again, "late");
        List<String> expected = new ArrayList<>(numbered(9));
        expected.add("late");
        assertThat(drain(again)).isEqualTo(expected);
        assertThat(again.status().damaged()).isEqualTo(1);
    }

    @Test
    void aKilledProcessLeavesEverythingItHadPutIn() throws Exception {
        Path folder = directory.resolve("killed");
        Path said = directory.resolve("said");
        long next = 0;
        for (int round = 0; round < 3; round++) {
            long from = next;
            Process process = writer(said, java(folder, from));
            await().atMost(Duration.ofSeconds(60)).until(() -> last(said) > from + 2000);
            process.destroyForcibly().waitFor();
            next = last(said) + 1;
        }
        List<String> found = drain(open(folder, 64 << 20, WhenFull.DROP_OLDEST), 1 << 20);
        List<String> expected = new ArrayList<>();
        for (long i = 0; i < next; i++) {
            expected.add("record " + i);
        }
        // What was put in and not yet said when the kill came is there as well, and is said anew by the next process.
        assertThat(new LinkedHashSet<>(found).containsAll(expected)).isTrue();
        assertThat(found.size()).isBetween(expected.size(), expected.size() + 3);
    }

    @Test
    void nothingIsLostWhenTheDiskTakesNoMore() throws Exception {
        Path said = directory.resolve("said");
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 64 && exec \"$@\"", "limited"));
        limited.addAll(java(directory.resolve("full"), 0));
        limited.add("5000");
        assertThat(writer(said, limited).waitFor()).isZero();
        assertThat(Files.readAllLines(said)).contains("fault File too large", "found 5000");
    }

    private static List<String> java(Path folder, long from) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                SpoolWriter.class.getName(),
                folder.toString(),
                Long.toString(from));
    }

    private static Process writer(Path said, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The last number of which the whole line was written. */
    private static long last(Path said) throws IOException {
        String text = Files.readString(said);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return whole.isEmpty()
                ? -1
                : Long.parseLong(whole.substring(whole.lastIndexOf('\n', whole.length() - 2) + 1)
                        .strip());
    }

    @Test
    void whileTheDiskCannotBeWrittenRecordsWaitInMemoryAndGoThereLater() throws Exception {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the folder should be");
        DiskSpool spool = open(blocked, 1 << 20, WhenFull.DROP_OLDEST);
        add(spool, "a", "b");
        assertThat(spool.status().fault()).isNotEmpty();
        List<SpoolRecord> given = spool.awaitOldest(1000);
        assertThat(texts(given)).containsExactly("a", "b");
        add(spool, numbered(1000).toArray(String[]::new));
        assertThat(spool.status().dropped()).isPositive();
        assertThat(spool.status().bytes()).isLessThanOrEqualTo(10_000);

        Files.delete(blocked);
        now += RETRY_NANOS;
        add(spool, "after");
        assertThat(spool.status().fault()).isEmpty();
        spool.delivered(given.get(1).sequence());
        long waiting = spool.status().records();
        spool.close();
        List<String> found = drain(open(blocked, 1 << 20, WhenFull.DROP_OLDEST));
        assertThat(found).hasSize((int) waiting).endsWith("record number 999", "after");
    }

    @Test
    void inMemoryWhatComesIsRefusedWhenItIsFull() throws Exception {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the folder should be");
        DiskSpool spool = open(blocked, 1 << 20, WhenFull.REFUSE);
        int taken = 0;
        while (spool.add(List.of(new byte[100]))) {
            taken++;
        }
        assertThat(taken).isBetween(50, 100);
        assertThat(drain(spool)).hasSize(taken);
        assertThat(spool.add(List.of(new byte[100]))).isTrue();
    }

    @Test
    void recordsGivenOutFromMemoryCountAsDeliveredThoughTheyWentToDiskMeanwhile() throws Exception {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the folder should be");
        DiskSpool spool = open(blocked, 1 << 20, WhenFull.DROP_OLDEST);
        add(spool, "a", "b");
        List<SpoolRecord> given = spool.awaitOldest(1000);
        Files.delete(blocked);
        now += RETRY_NANOS;
        add(spool, "c");
        spool.delivered(given.get(1).sequence());
        assertThat(spool.status().records()).isEqualTo(1);
        assertThat(drain(spool)).containsExactly("c");
    }
}
