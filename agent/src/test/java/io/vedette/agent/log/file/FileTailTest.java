package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.multiline.Joining;
import io.vedette.protocol.log.LogChunk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int MAX_LINE = 64 << 10;

    @TempDir
    Path directory;

    private final Shipped shipped = new Shipped();
    private final ByteBudget budget = new ByteBudget(4 << 20);
    private final List<FileTail> running = new ArrayList<>();
    private Path logs;

    @BeforeEach
    void makeDirectory() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
    }

    @AfterEach
    void stopAll() {
        shipped.release();
        running.forEach(FileTail::close);
    }

    @Test
    void shipsWhatIsThereAndWhatIsAppended() throws IOException {
        append("app.log", "one\ntwo\n");
        start();
        awaitTexts("one", "two");
        append("app.log", "three\n");
        awaitTexts("one", "two", "three");
        Shipped.Line last = shipped.all().get(2);
        assertThat(last.name()).isEqualTo(logs.resolve("app.log").toString());
        assertThat(last.offset()).isEqualTo(8);
        assertThat(shipped.all()).extracting(Shipped.Line::identity).containsOnly(last.identity());
    }

    @Test
    void findsNewFilesAndDirectories() throws IOException {
        start();
        append("late.log", "a\n");
        awaitTexts("a");
        Files.createDirectories(logs.resolve("sub/deep"));
        append("sub/deep/x.log", "b\n");
        awaitTexts("a", "b");
    }

    @Test
    void goesOnWhereItStoppedAndShipsNothingTwice() throws IOException {
        append("app.log", "one\n");
        FileTail tail = start();
        awaitTexts("one");
        stop(tail);
        append("app.log", "two\n");
        start();
        awaitTexts("one", "two");
        assertThat(shipped.all()).hasSize(2);
    }

    @Test
    void givesLinesTheSameIdentityWhenTheyAreReadAgainAfterAKill() throws IOException {
        shipped.hold();
        append("app.log", "one\ntwo\n");
        start();
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 2);
        Path copy = killedCopyOfRegistry();
        append("app.log", "three\n");
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 3);

        Shipped afterwards = new Shipped();
        startWith(afterwards, copy, MAX_LINE, Duration.ofSeconds(5), FileSet.of(logs + "/**"));
        await().atMost(PATIENCE).until(() -> afterwards.all().size() == 3);
        assertThat(afterwards.stored()).isEqualTo(shipped.stored());
    }

    @Test
    void noticesTruncationAndStartsANewIdentity() throws IOException {
        append("app.log", "first content, a long one\n");
        start();
        awaitTexts("first content, a long one");
        Files.writeString(logs.resolve("app.log"), "second\n", StandardOpenOption.TRUNCATE_EXISTING);
        awaitTexts("first content, a long one", "second");
        assertThat(shipped.all().get(1).identity())
                .isNotEqualTo(shipped.all().get(0).identity());
        assertThat(shipped.all().get(1).offset()).isZero();
    }

    @Test
    void noticesTruncationThoughTheFileHasGrownBeyondTheMarkAgain() throws IOException {
        append("app.log", "short\n");
        FileTail tail = start();
        awaitTexts("short");
        stop(tail);
        Files.writeString(
                logs.resolve("app.log"), "something much longer than before\n", StandardOpenOption.TRUNCATE_EXISTING);
        start();
        awaitTexts("short", "something much longer than before");
    }

    @Test
    void countsWhatWasTruncatedAwayUnread() throws IOException {
        shipped.hold();
        ByteBudget small = new ByteBudget(600 << 10);
        String line = "x".repeat(999) + "\n";
        append("app.log", line.repeat(2000));
        FileTail tail = new FileTail(
                settings(registry(), MAX_LINE, LONG, FileSet.of(logs + "/**")),
                shipped,
                small,
                InstantSource.system(),
                System::nanoTime);
        running.add(tail);
        tail.start();
        await().atMost(PATIENCE).until(() -> shipped.underWay() == 1);
        Files.writeString(logs.resolve("app.log"), "after\n", StandardOpenOption.TRUNCATE_EXISTING);
        shipped.release();
        await().atMost(PATIENCE).until(() -> shipped.texts().contains("after"));
        assertThat(tail.counters().truncations()).isEqualTo(1);
        assertThat(tail.counters().lostBytes())
                .isEqualTo(2_000_000 - 1000L * (shipped.all().size() - 1));
    }

    @Test
    void tellsFilesWithEqualBeginningsApart() throws IOException {
        String header = "# ".repeat(2000) + "\n";
        append("a.log", header + "from a\n");
        append("b.log", header + "from b\n");
        start();
        await().atMost(PATIENCE).until(() -> shipped.stored().size() == 4);
        assertThat(shipped.texts()).contains("from a", "from b");
    }

    @Test
    void readsAFileThatTookOverTheInodeOfADeletedOne() throws IOException {
        List<String> expected = new ArrayList<>();
        boolean reused = false;
        // Another process may take the inode first, so it is tried some times.
        for (int round = 0; round < 10 && !reused; round++) {
            String line = "from the first file of round " + round;
            FileTail tail = start();
            append("a.log", line + "\n");
            expected.add(line);
            awaitTexts(expected.toArray(String[]::new));
            FileStat.Inode inode = FileStat.of(logs.resolve("a.log")).inode();
            stop(tail);
            Files.delete(logs.resolve("a.log"));
            append("b.log", line + "\nand more\n");
            reused = FileStat.of(logs.resolve("b.log")).inode().equals(inode);
            if (reused) {
                expected.addAll(List.of(line, "and more"));
            } else {
                Files.delete(logs.resolve("b.log"));
            }
        }
        Assumptions.assumeTrue(reused, "this file system does not give the inode out again");
        start();
        awaitTexts(expected.toArray(String[]::new));
    }

    @Test
    void cutsAnOverlongLineAndGoesOnAfterIt() throws IOException {
        append("app.log", "before\n" + "x".repeat(5 * MAX_LINE) + "\nafter\n");
        start();
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 3);
        Shipped.Line cut = shipped.all().get(1);
        assertThat(cut.text()).isEqualTo("x".repeat(MAX_LINE));
        assertThat(cut.flags()).isEqualTo(LogChunk.TRUNCATED);
        assertThat(shipped.all().get(2).text()).isEqualTo("after");
        assertThat(shipped.all().get(2).offset()).isEqualTo(7 + 5L * MAX_LINE + 1);
    }

    @Test
    void takesALongLineThatIsWrittenLittleByLittle() throws IOException {
        start();
        String part = "y".repeat(3000);
        for (int i = 0; i < 10; i++) {
            append("app.log", part);
            int written = (i + 1) * 3000;
            FileTail tail = running.get(0);
            await().atMost(PATIENCE).until(() -> size(tail) == written);
        }
        assertThat(shipped.all()).isEmpty();
        append("app.log", "\nnext\n");
        awaitTexts(part.repeat(10), "next");
    }

    private static long size(FileTail tail) {
        return tail.status().stream().mapToLong(FileStatus::sizeBytes).sum();
    }

    @Test
    void shipsALastLineWithoutTerminatorOnceAndTheRestAsItsOwn() throws IOException {
        append("app.log", "complete\nbegin");
        startWith(shipped, registry(), MAX_LINE, Duration.ofMillis(300), FileSet.of(logs + "/**"));
        awaitTexts("complete", "begin");
        assertThat(shipped.all().get(1).flags()).isEqualTo(LogChunk.UNTERMINATED);
        append("app.log", "ning\nnext\n");
        awaitTexts("complete", "begin", "ning", "next");
        assertThat(shipped.all().get(2).offset()).isEqualTo(14);
    }

    @Test
    void cutsALastLineAtTheSamePlaceWhenItIsReadAgainAfterAKill() throws IOException {
        shipped.hold();
        append("app.log", "begin");
        startWith(shipped, registry(), MAX_LINE, Duration.ofMillis(300), FileSet.of(logs + "/**"));
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 1);
        Path copy = killedCopyOfRegistry();
        append("app.log", "ning\n");

        Shipped afterwards = new Shipped();
        startWith(afterwards, copy, MAX_LINE, LONG, FileSet.of(logs + "/**"));
        await().atMost(PATIENCE).until(() -> afterwards.all().size() == 2);
        assertThat(afterwards.texts()).containsExactly("begin", "ning");
        assertThat(afterwards.all().get(0)).isEqualTo(shipped.all().get(0));
    }

    @Test
    void readsADeletedFileToItsEndWhileItIsHeldOpen() throws IOException {
        append("app.log", "one\n");
        start();
        awaitTexts("one");
        try (OutputStream writer = Files.newOutputStream(logs.resolve("app.log"), StandardOpenOption.APPEND)) {
            shipped.hold();
            writer.write("two\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> shipped.all().size() == 2);
            Files.delete(logs.resolve("app.log"));
            append("other.log", "heard of after the deletion\n");
            await().atMost(PATIENCE).until(() -> shipped.all().size() == 3);
            writer.write("three\n".getBytes(StandardCharsets.UTF_8));
        }
        shipped.release();
        awaitTexts("one", "two", "heard of after the deletion", "three");
    }

    @Test
    void leavesOutWhatIsCompressedOrNoText() throws IOException {
        Files.write(logs.resolve("old.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, '\n'});
        Files.write(logs.resolve("old.xz"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, '\n'});
        Files.write(logs.resolve("wtmp"), new byte[] {7, 0, 0, 0, 'r', '\n'});
        append("text.log", "text\n");
        FileTail tail = start();
        awaitTexts("text");
        await().atMost(PATIENCE).until(() -> tail.leftOut() == 3);
        assertThat(shipped.texts()).containsExactly("text");
    }

    @Test
    void leavesOutWhatIsExcluded() throws IOException {
        append("a.log", "a\n");
        append("b.log", "b\n");
        append("sub/c.log", "c\n");
        FileSet set = new FileSet(
                List.of(Glob.of(logs + "/**")),
                List.of("b*", logs + "/sub/*"),
                FileSet.Start.beginning(),
                "",
                "UTF-8",
                Joining.never());
        startWith(shipped, registry(), MAX_LINE, LONG, set);
        awaitTexts("a");
        append("b.log", "b\n");
        append("a.log", "aa\n");
        awaitTexts("a", "aa");
    }

    @Test
    void startsAtTheEndOfOldFilesButAtTheBeginningOfNewOnes() throws IOException {
        append("old.log", "old\nincompl");
        FileSet set =
                new FileSet(List.of(Glob.of(logs + "/*")), List.of(), new FileSet.End(), "", "UTF-8", Joining.never());
        FileTail tail = startWith(shipped, registry(), MAX_LINE, LONG, set);
        await().atMost(PATIENCE).until(() -> size(tail) == 11);
        append("old.log", "ete\nnew\n");
        append("young.log", "young\n");
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 2);
        assertThat(shipped.texts()).containsExactlyInAnyOrder("new", "young");
        stop(tail);
        append("born-meanwhile.log", "meanwhile\n");
        startWith(shipped, registry(), MAX_LINE, LONG, set);
        await().atMost(PATIENCE).until(() -> shipped.texts().contains("meanwhile"));
    }

    @Test
    void recognisesUtf16ByItsByteOrderMark() throws IOException {
        Files.write(logs.resolve("w.log"), "\ufeffeins\r\nzwei\r\n".getBytes(StandardCharsets.UTF_16LE));
        start();
        awaitTexts("\ufeffeins", "zwei");
    }

    @Test
    void readsAgainWhatWasNotAcknowledged() throws IOException {
        shipped.failNext(1);
        append("app.log", "one\ntwo\n");
        FileTail tail = start();
        awaitTexts("one", "two");
        assertThat(tail.counters().repeatedBytes()).isEqualTo(8);
    }

    @Test
    void makesSmallerChunksWhenKafkaRefusesLargeOnes() throws IOException {
        shipped.refuseAbove(20_000);
        List<String> written =
                IntStream.range(0, 2000).mapToObj(i -> "line number " + i).toList();
        append("app.log", String.join("\n", written) + "\n" + "z".repeat(40_000) + "\nend\n");
        start();
        await().atMost(PATIENCE).until(() -> shipped.texts().contains("end"));
        assertThat(shipped.texts()).containsAll(written).hasSize(2002);
        assertThat(shipped.stored().get(2000).flags()).isEqualTo(LogChunk.TRUNCATED);
    }

    @Test
    void holdsNoMoreThanItsBudgetAndGoesOnWhenThereIsRoom() throws IOException {
        shipped.hold();
        String line = "x".repeat(999) + "\n";
        append("a.log", line.repeat(8000));
        append("b.log", line.repeat(8000));
        start();
        await().atMost(PATIENCE).until(() -> budget.usedBytes() > 3 << 20);
        assertThat(shipped.all().size() * 1000L).isLessThanOrEqualTo(budget.limitBytes());
        append("late.log", "found while waiting\n");
        shipped.release();
        await().atMost(PATIENCE).until(() -> shipped.stored().size() == 16_001);
        await().atMost(PATIENCE).until(() -> budget.usedBytes() == 0);
    }

    @Test
    void aFloodInOneFileDoesNotStarveAnother() throws IOException {
        append("flood.log", ("x".repeat(99) + "\n").repeat(300_000));
        append("quiet.log", "quiet\n");
        start();
        await().atMost(PATIENCE).until(() -> shipped.texts().contains("quiet"));
        int before = shipped.texts().indexOf("quiet");
        assertThat(before * 100L).isLessThan(4L * LineReader.QUANTUM_BYTES);
    }

    @Test
    void followsMoreFilesThanItMayHoldOpen() throws IOException {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            append("f" + i + ".log", "line " + i + "\n");
            written.add("line " + i);
        }
        TailSettings usual = settings(registry(), MAX_LINE, LONG, FileSet.of(logs + "/*"));
        TailSettings few = new TailSettings(
                usual.host(), usual.sets(), usual.registry(), MAX_LINE, 10, LONG, LONG, LONG, LONG, LONG);
        FileTail tail = new FileTail(few, shipped, budget, InstantSource.system(), System::nanoTime);
        running.add(tail);
        tail.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shipped.texts()).containsExactlyInAnyOrderElementsOf(written));
        append("f7.log", "more\n");
        await().atMost(PATIENCE).until(() -> shipped.texts().contains("more"));
    }

    @Test
    void refusesADamagedRegistry() throws IOException {
        Files.writeString(registry(), "nonsense\n");
        assertThatThrownBy(this::start).isInstanceOf(DamagedRegistryException.class);
    }

    @Test
    void tellsHowFarEachFileHasCome() throws IOException {
        append("app.log", "one\ntwo\n");
        shipped.hold();
        FileTail tail = start();
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 2);
        FileStatus waiting = tail.status().get(0);
        assertThat(waiting.readBytes()).isEqualTo(8);
        assertThat(waiting.unreadBytes()).isEqualTo(8);
        assertThat(waiting.unreadSinceMillis()).isPositive();
        shipped.release();
        await().atMost(PATIENCE).until(() -> tail.status().get(0).acknowledgedBytes() == 8);
        await().atMost(PATIENCE).until(() -> tail.status().get(0).unreadSinceMillis() == 0);
    }

    @Test
    void followsASymbolicLinkToAFileElsewhere() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).resolve("target.log");
        Files.writeString(elsewhere, "one\n");
        Files.createSymbolicLink(logs.resolve("link.log"), elsewhere);
        start();
        awaitTexts("one");
        Files.writeString(elsewhere, "two\n", StandardOpenOption.APPEND);
        awaitTexts("one", "two");
        assertThat(shipped.all().get(0).name()).endsWith("/link.log");
    }

    @Test
    void aLinkThatLeadsToItselfHidesNoNeighbour() throws IOException {
        for (int i = 0; i < 5; i++) { // whatever the order in which the file system lists them
            Files.createSymbolicLink(logs.resolve("loop" + i + ".log"), Path.of("loop" + i + ".log"));
            append("app" + i + ".log", i + "\n");
        }
        start();
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 5);
    }

    private FileTail start() throws IOException {
        return start("/**");
    }

    private FileTail start(String pattern) throws IOException {
        return startWith(shipped, registry(), MAX_LINE, LONG, FileSet.of(logs + pattern));
    }

    private FileTail startWith(Shipped sink, Path registry, int maxLine, Duration lineWait, FileSet set)
            throws IOException {
        FileTail tail = new FileTail(
                settings(registry, maxLine, lineWait, set), sink, budget, InstantSource.system(), System::nanoTime);
        running.add(tail);
        tail.start();
        return tail;
    }

    /** Walks are so rare here that only the kernel's notices can bring a test to its end. */
    private static TailSettings settings(Path registry, int maxLine, Duration lineWait, FileSet set) {
        return TailSettings.of("node1", List.of(set), registry, maxLine).pacedAt(lineWait, LONG);
    }

    private void stop(FileTail tail) {
        tail.close();
        running.remove(tail);
    }

    private Path registry() {
        return directory.resolve("registry");
    }

    /** The registry as a kill of the process at this moment would leave it. */
    private Path killedCopyOfRegistry() throws IOException {
        return Files.copy(registry(), directory.resolve("registry-after-kill"));
    }

    private void append(String name, String text) {
        try {
            Path file = logs.resolve(name);
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                channel.write(StandardCharsets.UTF_8.encode(text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitTexts(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shipped.texts()).containsExactly(expected));
    }
}
