package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.multiline.Joining;
import io.vedette.protocol.log.LogChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailMultilineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int MAX_LINE = 64 << 10;
    private static final String TRACE = "java.lang.Error: x\n\tat A.b(A.java:1)\n\tat A.c(A.java:2)";

    @TempDir
    Path directory;

    private final Shipped shipped = new Shipped();
    private final ByteBudget budget = new ByteBudget(4 << 20);
    private final List<FileTail> running = new ArrayList<>();
    private Path file;

    @BeforeEach
    void makeDirectory() throws IOException {
        file = Files.createDirectory(directory.resolve("logs")).resolve("app.log");
    }

    @AfterEach
    void stopAll() {
        shipped.release();
        running.forEach(FileTail::close);
    }

    @Test
    void shipsATraceAsOneEventAtItsFirstLinesPlace() throws IOException {
        append("one\n" + TRACE + "\ntwo\nNov 23 10:20:30 node1 app: whole\n");
        FileTail tail = start(shipped, registry(), LONG);
        awaitTexts("one", TRACE, "two", "Nov 23 10:20:30 node1 app: whole");
        assertThat(shipped.all()).extracting(Shipped.Line::offset).containsExactly(0L, 4L, 59L, 63L);
        assertThat(tail.counters().lines()).isEqualTo(6);
        assertThat(tail.counters().events()).isEqualTo(4);
    }

    @Test
    void waitsForMoreOfAnEventAndEndsItWhenNoneComes() throws IOException {
        append("one\n");
        start(shipped, registry(), SHORT);
        awaitTexts("one");
        append(TRACE + "\n");
        awaitTexts("one", TRACE);
        append("two\n");
        awaitTexts("one", TRACE, "two");
    }

    @Test
    void aKillBetweenTheLinesOfAnEventChangesNothing() throws IOException {
        append("one\njava.lang.Error: x\n\tat A.b(A.java:1)\n");
        FileTail tail = start(shipped, registry(), LONG);
        awaitTexts("one");
        await().atMost(PATIENCE).until(() -> tail.status().get(0).acknowledgedBytes() == 4);
        Path copy = killedCopyOfRegistry();
        append("\tat A.c(A.java:2)\ntwo\n three\nNov 23 10:20:30 node1 app: whole\n");
        awaitTexts("one", TRACE, "two\n three", "Nov 23 10:20:30 node1 app: whole");

        Shipped afterwards = new Shipped();
        start(afterwards, copy, LONG);
        await().atMost(PATIENCE).until(() -> afterwards.all().size() >= 3);
        assertThat(shipped.all()).endsWith(afterwards.all().toArray(Shipped.Line[]::new));
    }

    @Test
    void anEventThatWasEndedByWaitingIsEndedThereAgainAfterAKill() throws IOException {
        shipped.hold();
        append("one\n  below\n");
        start(shipped, registry(), SHORT);
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 1);
        Path copy = killedCopyOfRegistry();
        append("  late\n");

        Shipped afterwards = new Shipped();
        start(afterwards, copy, SHORT);
        await().atMost(PATIENCE).until(() -> afterwards.all().size() == 2);
        assertThat(afterwards.all().get(0)).isEqualTo(shipped.all().get(0));
        assertThat(afterwards.texts()).containsExactly("one\n  below", "  late");
    }

    @Test
    void noLineIsLostOrDoubledByKillsAtAnyMoment() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder written = new StringBuilder();
        Shipped all = new Shipped();
        Path registry = registry();
        for (int round = 0; round < 12; round++) {
            FileTail tail = start(all, registry, round % 2 == 0 ? SHORT : LONG);
            for (int i = random.nextInt(40); i >= 0; i--) {
                String line = (random.nextInt(3) == 0 ? "line " : "  below ") + round + "." + i + "\n";
                written.append(line);
                append(line);
            }
            int seen = all.all().size();
            if (random.nextBoolean()) {
                await().atMost(PATIENCE).until(() -> all.all().size() > seen || seen == 0);
            }
            Path next = directory.resolve("registry" + round);
            Files.copy(registry, next);
            tail.close();
            running.remove(tail);
            registry = next;
        }
        append("end\n");
        start(all, registry, SHORT);
        await().atMost(PATIENCE).until(() -> all.texts().stream().anyMatch(text -> text.endsWith("end")));
        List<Shipped.Line> stored = new ArrayList<>(all.stored());
        stored.sort((a, b) -> Long.compare(a.offset(), b.offset()));
        StringBuilder found = new StringBuilder();
        stored.forEach(line -> found.append(line.text()).append('\n'));
        assertThat(found).as("seed %d", seed).hasToString(written + "end\n");
    }

    @Test
    void endsAnEventThatIsTooLongAndLosesNothing() throws IOException {
        StringBuilder text = new StringBuilder("first\n");
        for (int i = 0; i < 5000; i++) {
            text.append("\tat some.package.Name.method")
                    .append(i)
                    .append("(Name.java:")
                    .append(i)
                    .append(")\n");
        }
        append(text.toString());
        FileTail tail = start(shipped, registry(), SHORT);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(String.join("\n", shipped.texts()) + "\n").isEqualTo(text.toString()));
        assertThat(shipped.all()).allMatch(event -> event.text().lines().count() <= 500);
        assertThat(shipped.all().get(0).flags()).isEqualTo(LogChunk.SPLIT);
        assertThat(tail.counters().splitEvents()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void makesSmallerEventsWhenKafkaRefusesLargeChunks() throws IOException {
        String text = "first\n" + ("\tat " + "x".repeat(100) + "(A.java:1)\n").repeat(400);
        shipped.refuseAbove(20_000);
        append(text);
        start(shipped, registry(), SHORT);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(String.join("\n", shipped.texts()) + "\n").isEqualTo(text));
    }

    @Test
    void aLineWrittenLittleByLittleBelowALongEventIsNotTorn() throws IOException {
        String event = "first\n" + ("\tat " + "x".repeat(100) + "(A.java:1)\n").repeat(60);
        append(event + "\tat be");
        FileTail tail = start(shipped, registry(), SHORT);
        await().atMost(PATIENCE).until(() -> tail.status().get(0).sizeBytes() > event.length());
        append("gin");
        append("ning(A.java:2)\n");
        await().atMost(PATIENCE).until(() -> !shipped.all().isEmpty());
        assertThat(shipped.texts()).containsExactly(event + "\tat beginning(A.java:2)");
    }

    private FileTail start(Shipped sink, Path registry, Duration quiet) throws IOException {
        Joining joining = new Joining(new Joining.Automatic(), 500, 1 << 20, quiet);
        FileSet set = FileSet.of(file.getParent() + "/*").joined(joining);
        TailSettings settings =
                TailSettings.of("node1", List.of(set), registry, MAX_LINE).pacedAt(LONG, LONG);
        FileTail tail = new FileTail(settings, sink, budget, InstantSource.system(), System::nanoTime);
        running.add(tail);
        tail.start();
        return tail;
    }

    private Path registry() {
        return directory.resolve("registry");
    }

    /** The registry as a kill of the process at this moment would leave it. */
    private Path killedCopyOfRegistry() throws IOException {
        return Files.copy(registry(), directory.resolve("registry-after-kill"));
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void awaitTexts(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shipped.texts()).containsExactly(expected));
    }
}
