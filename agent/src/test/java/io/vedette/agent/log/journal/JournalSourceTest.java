package io.vedette.agent.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.ship.LogSink;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.log.LogSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a script that follows a file of entries as journalctl follows the journal. */
class JournalSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<LogChunk> chunks = new CopyOnWriteArrayList<>();
    private final ByteBudget budget = new ByteBudget(4 << 20);
    private Path entries;
    private Path journalctl;
    private int failures;
    private @Nullable JournalSource source;

    @BeforeEach
    void script() throws IOException {
        entries = Files.createFile(directory.resolve("entries"));
        journalctl = directory.resolve("journalctl");
        Files.writeString(journalctl, """
                #!/bin/sh
                from=1
                for argument in "$@"; do
                  case $argument in --after-cursor=*)
                    from=$(( $(grep -nF "${argument#*=}" '%1$s' | cut -d: -f1) + 1 ));;
                  esac
                done
                exec tail -n "+$from" -f '%1$s'
                """.formatted(entries));
        Files.setPosixFilePermissions(journalctl, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    @Test
    void shipsEntriesUnderTheJournalsOwnNumbers() throws IOException {
        write(10, 11);
        start();
        await().atMost(PATIENCE).until(() -> ids.size() == 2);
        write(12);
        await().atMost(PATIENCE).until(() -> ids.size() == 3);
        assertThat(ids).containsExactly("journal-abc@10", "journal-abc@11", "journal-abc@12");
        LogSource first = chunks.get(0).source();
        assertThat(first.kind()).isEqualTo(LogSource.Kind.JOURNAL);
        assertThat(first.dataset()).isEqualTo("journald");
        assertThat(StandardCharsets.UTF_8
                        .decode(chunks.get(0).payload().duplicate())
                        .toString())
                .startsWith("{\"MESSAGE\":\"number 10\"");
    }

    @Test
    void goesOnBehindTheLastAcknowledgedEntry() throws IOException {
        write(1, 2);
        start();
        await().atMost(PATIENCE).until(() -> ids.size() == 2);
        stop();
        write(3);
        start();
        await().atMost(PATIENCE).until(() -> ids.size() == 3);
        assertThat(ids).containsExactly("journal-abc@1", "journal-abc@2", "journal-abc@3");
    }

    @Test
    void readsAgainWhatWasNotAcknowledged() throws IOException {
        failures = 1;
        write(1, 2);
        start();
        await().atMost(PATIENCE).until(() -> ids.size() == 2);
        assertThat(ids).containsExactly("journal-abc@1", "journal-abc@2");
        await().atMost(PATIENCE).until(() -> budget.usedBytes() == 0);
    }

    @Test
    void passesOverWhatIsNoEntry() throws IOException {
        Files.writeString(entries, "-- No entries --\n{\"MESSAGE\":\"without cursor\"}\n");
        write(7);
        start();
        await().atMost(PATIENCE).until(() -> ids.size() == 1);
        assertThat(ids).containsExactly("journal-abc@7");
    }

    @Test
    void refusesADamagedCursor() throws IOException {
        write(1);
        start();
        stop();
        Files.writeString(directory.resolve("cursor"), "");
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("move it away");
    }

    private void start() throws IOException {
        JournalSource started = new JournalSource(
                new JournalSource.Settings("node1", journalctl, directory.resolve("cursor"), 1 << 20),
                this::ship,
                budget,
                InstantSource.system());
        source = started;
        started.start();
    }

    private synchronized void ship(String key, byte[] bytes, LogSink.Outcome outcome) {
        if (failures > 0) {
            failures--;
            outcome.failed();
            return;
        }
        try {
            LogChunk chunk = LogChunkCodec.decode(bytes);
            chunks.add(chunk);
            for (long offset : chunk.offsets()) {
                ids.add(chunk.source().identity() + "@" + offset);
            }
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
        outcome.acknowledged();
    }

    private void write(int... numbers) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            String cursor = "s=abc;i=" + Integer.toHexString(number) + ";b=boot;m=1;t=2;x=3";
            text.append("{\"MESSAGE\":\"number ")
                    .append(number)
                    .append("\",\"__CURSOR\":\"")
                    .append(cursor)
                    .append("\"}\n");
        }
        Files.writeString(entries, text, StandardOpenOption.APPEND);
    }
}
