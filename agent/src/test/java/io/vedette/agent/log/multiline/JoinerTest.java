package io.vedette.agent.log.multiline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinerTest {
    private static final Path RECORDED =
            Path.of(System.getProperty("vedette.data", "../../shared/data"), "logs", "multiline");

    /** In these files {@code >} stands before the first line of an event, {@code |} before the others. */
    @ParameterizedTest
    @ValueSource(strings = {"java", "python", "go", "ruby", "javascript", "dotnet", "others", "separate", "containers"})
    void joinsWhatIsOneEventAndNothingElse(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> events = new ArrayList<>();
        try (InputStream in = JoinerTest.class.getResourceAsStream(name + ".events")) {
            assertThat(in).isNotNull();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String text = line.substring(2);
                lines.add(text);
                if (line.startsWith(">")) {
                    events.add(text);
                } else {
                    events.set(events.size() - 1, events.get(events.size() - 1) + "\n" + text);
                }
            }
        }
        assertThat(join(automatic(), lines)).containsExactlyElementsOf(events);
    }

    @Test
    void aWholeLineIsNotHeldBack() {
        for (String line : List.of(
                "Nov 23 10:20:30 node1 sshd[12]: x",
                "<13>1 2026-11-23T10:20:30Z node1 app - - - x",
                "{\"msg\":\"x\"}",
                "ts=1 msg=x",
                "192.0.2.1 - - [23/Nov/2026:10:20:30 +0000] \"GET /\"",
                "{\"log\":\"{\\\"a\\\":1}\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T10:20:30Z\"}")) {
            assertThat(isOpenAfter(line)).as(line).isFalse();
        }
        assertThat(isOpenAfter("2026-11-23 10:20:30 ERROR failed")).isTrue();
        assertThat(isOpenAfter("2026-11-23T10:20:30.1Z stdout P x")).isTrue();
    }

    @Test
    void joinsUpToTheNextLineThatMatches() {
        Joiner joiner = start("^\\d{4}-\\d\\d", StandardCharsets.UTF_8);
        assertThat(join(joiner, List.of("before", "2026-11 a", "b", "", "c", "2026-12 d")))
                .containsExactly("before", "2026-11 a\nb\n\nc", "2026-12 d");
    }

    @Test
    void findsAPatternBeyondAsciiInTheFilesEncoding() {
        Charset gbk = Charset.forName("GBK");
        Joiner joiner = start("^(?:错误|信息)", gbk);
        assertThat(join(joiner, List.of("错误 a", "b", "信息 c", "d"), gbk)).containsExactly("错误 a\nb", "信息 c\nd");
        assertThatThrownBy(() -> start("^[错]", gbk)).hasMessageContaining("(?:a|b)");
        assertThatThrownBy(() -> start("(", gbk)).hasMessageContaining("no pattern");
    }

    @Test
    void aPartOfFullSizeIsContinuedWhateverTheNextBeginsWith() {
        String part = "{\"log\":\"[a] " + "x".repeat((16 << 10) - 4) + "\",\"stream\":\"stdout\",\"time\":\"t\"}";
        String next = "{\"log\":\"[a] rest\\n\",\"stream\":\"stdout\",\"time\":\"t\"}";
        assertThat(join(automatic(), List.of(part, next))).hasSize(1);
    }

    @Test
    void recordedLinesOfElasticsearchAreJoined() throws IOException {
        List<String> lines = recorded("beats/elasticsearch-multiline-log.log");
        List<String> events = join(automatic(), lines);
        assertThat(events).allMatch(event -> event.startsWith("[20"));
        assertThat(events).hasSize((int)
                lines.stream().filter(line -> line.startsWith("[20")).count());
        assertThat(String.join("\n", events)).isEqualTo(String.join("\n", lines));
    }

    @Test
    void recordedPartsOfDockersLinesAreJoined() throws IOException {
        assertThat(join(automatic(), recorded("fluent-bit/dockermode_splitted_line.log")))
                .hasSize(2);
        assertThat(join(automatic(), recorded("beats/docker_multiline.log"))).hasSize(3);
        assertThat(join(automatic(), recorded("fluent-bit/multiline_001.log"))).hasSize(1);
        Joiner dates = start("^\\d{4}-\\d\\d-\\d\\d ", StandardCharsets.UTF_8);
        assertThat(join(dates, recorded("fluent-bit/dockermode_multiple_lines.log")))
                .hasSize(2);
        Joiner tags = start("^\\[log\\]", StandardCharsets.UTF_8);
        assertThat(join(tags, recorded("beats/docker_multiline.log"))).hasSize(3);
    }

    @Test
    void nothingInsideALineBreaksIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] bricks = {
            "{\"log\":\"",
            "\\",
            "\"",
            "}",
            " ",
            "\t",
            "2026-",
            "11-23T10:20:30Z",
            " stdout ",
            "P",
            "F ",
            "at ",
            "\\u00",
            "[",
            "<1",
            "Nov",
            " 1",
            "(",
            ")",
            ":",
            "Error",
            ".rb:",
            "goroutine 1",
            "\"message\":\"",
            "",
            "é",
            "Traceback (most recent call last):"
        };
        Joiner joiner = automatic();
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                line.append(bricks[random.nextInt(bricks.length)]);
            }
            byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
            byte[] framed = new byte[bytes.length + 2];
            System.arraycopy(bytes, 0, framed, 1, bytes.length);
            if (round % 3 == 0 || !joiner.isOpen() || !joiner.joins(framed, 1, 1 + bytes.length)) {
                joiner.begin(framed, 1, 1 + bytes.length);
            }
            Joiner other = automatic();
            other.begin(framed, 1, 1 + bytes.length);
            joiner.begin(framed, 1, 1 + bytes.length);
            assertThat(joiner.isOpen())
                    .as("seed %d, forgets what was before \"%s\"", seed, line)
                    .isEqualTo(other.isOpen());
        }
    }

    private static Joiner automatic() {
        return new Joining.Automatic().joiner();
    }

    private static Joiner start(String pattern, Charset charset) {
        return Joining.Start.of(pattern, charset).joiner();
    }

    private static boolean isOpenAfter(String line) {
        Joiner joiner = automatic();
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        joiner.begin(bytes, 0, bytes.length);
        return joiner.isOpen();
    }

    private static List<String> join(Joiner joiner, List<String> lines) {
        return join(joiner, lines, StandardCharsets.UTF_8);
    }

    private static List<String> join(Joiner joiner, List<String> lines, Charset charset) {
        List<String> events = new ArrayList<>();
        for (String line : lines) {
            byte[] bytes = line.getBytes(charset);
            if (!events.isEmpty() && joiner.isOpen() && joiner.joins(bytes, 0, bytes.length)) {
                events.set(events.size() - 1, events.get(events.size() - 1) + "\n" + line);
            } else {
                joiner.begin(bytes, 0, bytes.length);
                events.add(line);
            }
        }
        return events;
    }

    private static List<String> recorded(String name) throws IOException {
        Path file = RECORDED.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> file + " is not there; set -Dvedette.data");
        return Files.readAllLines(file);
    }
}
