package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("registry");
    }

    @Test
    void remembersWhatWasCommittedAndNothingElse() throws IOException {
        try (Registry registry = Registry.open(file)) {
            registry.put(entry("a", 10));
            registry.put(entry("b", 20));
            registry.addPattern("/var/log/*");
            registry.commit();
            registry.put(entry("a", 30));
            registry.remove("b");
            registry.commit();
            registry.put(entry("c", 1));
        }
        try (Registry registry = Registry.open(file)) {
            assertThat(registry.entries()).containsExactly(entry("a", 30));
            assertThat(registry.knowsPattern("/var/log/*")).isTrue();
            assertThat(registry.knowsPattern("/srv/*")).isFalse();
        }
    }

    @Test
    void anEntryPutAgainAfterItsRemovalStays() throws IOException {
        try (Registry registry = Registry.open(file)) {
            registry.put(entry("a", 10));
            registry.commit();
            registry.remove("a");
            registry.put(entry("a", 5));
            registry.commit();
        }
        try (Registry registry = Registry.open(file)) {
            assertThat(registry.entries()).containsExactly(entry("a", 5));
        }
    }

    @Test
    void passesOverALastBatchThatWasNotWrittenToItsEnd() throws IOException {
        for (int cut = 1; cut < 40; cut += 13) {
            Files.deleteIfExists(file);
            long whole;
            try (Registry registry = Registry.open(file)) {
                registry.put(entry("a", 10));
                registry.commit();
                whole = Files.size(file);
                registry.put(entry("a", 20));
                registry.commit();
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - cut));
            assertThat(Files.size(file)).isGreaterThan(whole);
            try (Registry registry = Registry.open(file)) {
                assertThat(registry.entries()).containsExactly(entry("a", 10));
                registry.put(entry("a", 30));
                registry.commit();
            }
            try (Registry registry = Registry.open(file)) {
                assertThat(registry.entries()).containsExactly(entry("a", 30));
            }
        }
    }

    @Test
    void refusesToOpenWhenABatchInTheMiddleIsDamaged() throws IOException {
        try (Registry registry = Registry.open(file)) {
            registry.put(entry("a", 10));
            registry.commit();
            registry.put(entry("b", 20));
            registry.commit();
        }
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"offset\":10", "\"offset\":90"));
        assertThatThrownBy(() -> Registry.open(file))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line 3 is damaged")
                .hasMessageContaining("move it away");
        assertThat(Files.readString(file)).as("the damaged file stays as it is").contains("\"offset\":90");
    }

    @Test
    void refusesAnEmptyFileAndOneThatIsNoRegistry() throws IOException {
        Files.createFile(file);
        assertThatThrownBy(() -> Registry.open(file)).isInstanceOf(DamagedRegistryException.class);
        Files.writeString(file, "something else\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> Registry.open(file))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessageContaining("does not begin with");
    }

    @Test
    void isRewrittenWhenItHasGrownFarBeyondWhatItHolds() throws IOException {
        try (Registry registry = Registry.open(file)) {
            for (int batch = 0; batch < 100; batch++) {
                for (int i = 0; i < 500; i++) {
                    registry.put(entry("file-" + i, batch));
                }
                registry.commit();
            }
            assertThat(Files.size(file)).isLessThan(6 << 20);
        }
        try (Registry registry = Registry.open(file)) {
            assertThat(registry.entries())
                    .hasSize(500)
                    .allMatch(entry -> entry.mark().offset() == 99);
        }
    }

    @Test
    void keepsPathsWithLineBreaks() throws IOException {
        RegistryEntry odd = new RegistryEntry(
                "x",
                "/tmp/a\nb\u00e9",
                1,
                2,
                3,
                0,
                Fingerprint.of("x".getBytes(StandardCharsets.UTF_8), 1),
                Mark.START,
                -1,
                4);
        try (Registry registry = Registry.open(file)) {
            registry.put(odd);
            registry.commit();
        }
        try (Registry registry = Registry.open(file)) {
            assertThat(registry.entries()).containsExactly(odd);
        }
    }

    private static RegistryEntry entry(String identity, long offset) {
        return new RegistryEntry(
                identity,
                "/var/log/" + identity,
                1,
                2,
                3,
                0,
                Fingerprint.EMPTY,
                new Mark(offset, Mark.Phase.LINE),
                -1,
                1_700_000_000_000L);
    }
}
