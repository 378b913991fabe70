package io.vedette.collector.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Path file;
    private WordInForce word;
    private Reloader reloader;

    /** Holds the file's text in force; the text "bad" is refused. */
    private static final class WordInForce implements Reloadable {
        private final Path file;
        private final AtomicInteger reads = new AtomicInteger();
        private volatile String value = "";

        WordInForce(Path file) {
            this.file = file;
        }

        @Override
        public String name() {
            return "words";
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public void reload() throws ReloadException {
            reads.incrementAndGet();
            try {
                String text = Files.readString(file);
                if (text.equals("bad")) {
                    throw new ReloadException("words:1:1: bad");
                }
                value = text;
            } catch (IOException e) {
                throw new ReloadException("words: cannot be read", e);
            }
        }
    }

    @BeforeEach
    void prepare(@TempDir Path folder) throws Exception {
        file = Files.writeString(folder.resolve("words"), "one");
        word = new WordInForce(file);
        reloader = new Reloader(List.of(word), Duration.ofMillis(20), InstantSource.system(), meters);
    }

    @AfterEach
    void stop() {
        reloader.close();
    }

    @Test
    void readsAgainWhenTheContentChangesAndOnlyThen() throws Exception {
        reloader.start();
        assertThat(word.value).isEqualTo("one");

        Files.writeString(file, "two");
        await().atMost(PATIENCE).until(() -> word.value.equals("two"));
        assertThat(word.reads).hasValue(2);
    }

    @Test
    void keepsTheOldWhileTheNewIsBadAndSaysSo() throws Exception {
        reloader.start();

        Files.writeString(file, "bad");
        assertThat(reloader.reload()).contains("words:1:1: bad");
        assertThat(word.value).isEqualTo("one");
        assertThat(reloader.isGood()).isFalse();
        assertThat(successful()).isZero();

        Files.delete(file);
        await().atMost(PATIENCE).until(() -> reloader.reload().equals(Optional.of("words: cannot be read")));

        Files.writeString(file, "three");
        await().atMost(PATIENCE).until(reloader::isGood);
        assertThat(word.value).isEqualTo("three");
        assertThat(successful()).isOne();
    }

    @Test
    void doesNotStartWithWhatIsBad() throws Exception {
        Files.writeString(file, "bad");

        assertThatThrownBy(reloader::start).isInstanceOf(ReloadException.class).hasMessage("words:1:1: bad");
    }

    private double successful() {
        return meters.get("vedette_config_last_reload_successful").gauge().value();
    }
}
