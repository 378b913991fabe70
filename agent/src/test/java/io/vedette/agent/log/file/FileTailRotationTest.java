package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.log.ByteBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of lines while their files are renamed. */
class FileTailRotationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration DELETED_WAIT = Duration.ofMinutes(1);
    private static final int MANY = 512;

    @TempDir
    Path directory;

    private final Shipped shipped = new Shipped();
    private final List<FileTail> running = new ArrayList<>();
    private Path logs;

    @BeforeEach
    void makeDirectory() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
    }

    @AfterEach
    void stopAll() {
        running.forEach(FileTail::close);
    }

    @Test
    void readsARenamedFileToItsEndAndItsSuccessorFromTheBeginning() throws IOException {
        append("app.log", "one\n");
        start("/app.log");
        awaitTexts("one");
        try (OutputStream writer = Files.newOutputStream(logs.resolve("app.log"), StandardOpenOption.APPEND)) {
            Files.move(logs.resolve("app.log"), logs.resolve("app.log.1"));
            append("app.log", "new\n");
            awaitTexts("one", "new");
            writer.write("late\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
        }
        awaitTexts("one", "new", "late");
        assertThat(shipped.all()).allMatch(line -> line.name().endsWith("/app.log"));
        assertThat(shipped.all().get(2).identity())
                .isEqualTo(shipped.all().get(0).identity());
    }

    @Test
    void losesNoLineUnderRotationByRename() throws IOException {
        int kept = 5;
        int lines = 500;
        start("/busy.log*");
        List<String> written = new ArrayList<>();
        for (int rotation = 0; rotation < 20; rotation++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                String line = line(rotation, i);
                written.add(line);
                text.append(line).append('\n');
            }
            append("busy.log", text.toString());
            if (rotation >= kept) {
                // Now the oldest is replaced: what nobody had opened by then nothing could save.
                String last = line(rotation - kept, lines - 1);
                patiently().until(() -> shipped.texts().contains(last));
            }
            for (int old = kept - 1; old >= 1; old--) {
                Path from = logs.resolve("busy.log." + old);
                if (Files.exists(from)) {
                    Files.move(from, logs.resolve("busy.log." + (old + 1)), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(logs.resolve("busy.log"), logs.resolve("busy.log.1"));
            int expected = written.size();
            if (rotation % 7 == 0) {
                patiently().until(() -> shipped.stored().size() >= expected);
            }
        }
        patiently().untilAsserted(() -> assertThat(shipped.texts()).containsExactlyInAnyOrderElementsOf(written));
        assertThat(shipped.all()).hasSameSizeAs(shipped.stored());
    }

    private static String line(int rotation, int number) {
        return "rotation " + rotation + " line " + number;
    }

    @Test
    void readsWithoutPauseAFileThatIsRenamedBetweenBeingMetAndBeingOpened() throws IOException {
        append("a.log", "a\n");
        append("b.log", "b\n");
        AtomicBoolean renamed = new AtomicBoolean();
        InstantSource clock = () -> {
            // First asked when one of the two is open, and the other is not yet.
            if (!renamed.getAndSet(true)) {
                move(logs.resolve("a.log"), logs.resolve("a.log.1"));
                move(logs.resolve("b.log"), logs.resolve("b.log.1"));
            }
            return Instant.now();
        };
        // Time stands still, so what waits for a time to come waits for ever.
        start("/*", MANY, clock, () -> 0);
        patiently().untilAsserted(() -> assertThat(shipped.texts()).containsExactlyInAnyOrder("a", "b"));
    }

    @ParameterizedTest(name = "with {0} handles")
    @ValueSource(ints = {1, MANY})
    void knowsAQuietFileAgainThoughItsNewPlaceIsHeardOfLater(int openFiles) throws IOException {
        AtomicLong nanos = new AtomicLong();
        Path away = directory.resolve("away.log");
        append("quiet.log", "one\n");
        start("/*", openFiles, InstantSource.system(), nanos::get);
        awaitTexts("one");
        append("other.log", "takes the only handle\n");
        awaitTexts("one", "takes the only handle");
        nanos.addAndGet(DELETED_WAIT.multipliedBy(2).toNanos());

        move(logs.resolve("quiet.log"), away);
        append("other.log", "heard of after it\n");
        awaitTexts("one", "takes the only handle", "heard of after it");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        append("other.log", "read after the next check\n");
        awaitTexts("one", "takes the only handle", "heard of after it", "read after the next check");

        move(away, logs.resolve("quiet.log.1"));
        append("quiet.log.1", "two\n");
        awaitTexts("one", "takes the only handle", "heard of after it", "read after the next check", "two");
        assertThat(shipped.all().get(4).identity())
                .isEqualTo(shipped.all().get(0).identity());
    }

    private void start(String pattern) throws IOException {
        start(pattern, MANY, InstantSource.system(), System::nanoTime);
    }

    /** Walks are so rare here that only the kernel's notices can bring a test to its end. */
    private void start(String pattern, int openFiles, InstantSource clock, LongSupplier nanoTime) throws IOException {
        Path registry = directory.resolve("registry");
        TailSettings settings = new TailSettings(
                "node1",
                List.of(FileSet.of(logs + pattern)),
                registry,
                64 << 10,
                openFiles,
                LONG,
                LONG,
                LONG,
                DELETED_WAIT,
                Duration.ofSeconds(1));
        FileTail tail = new FileTail(settings, shipped, new ByteBudget(4 << 20), clock, nanoTime);
        running.add(tail);
        tail.start();
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(logs.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitTexts(String... expected) {
        patiently().untilAsserted(() -> assertThat(shipped.texts()).containsExactly(expected));
    }

    /** Looks at once for the first time, so that a test goes on as fast as it can. */
    private static ConditionFactory patiently() {
        return await().pollDelay(Duration.ZERO).atMost(PATIENCE);
    }
}
