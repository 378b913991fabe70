package io.vedette.agent.log.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.protocol.log.LogChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyslogFramesTest {
    private final List<String> found = new ArrayList<>();

    private SyslogFrames frames(int max) {
        found.clear();
        return new SyslogFrames(
                max,
                (data, length, flags) -> found.add(new String(data, 0, length, StandardCharsets.UTF_8)
                        + ((flags & LogChunk.TRUNCATED) != 0 ? " CUT" : "")
                        + ((flags & LogChunk.UNTERMINATED) != 0 ? " OPEN" : "")));
    }

    private List<String> frame(String text, int max) throws IOException {
        SyslogFrames frames = frames(max);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        frames.feed(bytes, 0, bytes.length);
        frames.end();
        return List.copyOf(found);
    }

    @Test
    void takesMessagesByTheirLengthOrUpToALineFeed() throws IOException {
        assertThat(frame("<1>a\n<1>b\r\n\n5 <1>c\n4 <1>d<1>e\n", 100))
                .containsExactly("<1>a", "<1>b", "<1>c", "<1>d", "<1>e");
        assertThat(frame("8 <1>two\nl", 100)).containsExactly("<1>two\nl");
        assertThat(frame("<1>a\0<1>b\0", 100)).containsExactly("<1>a", "<1>b");
    }

    @Test
    void aNumberThatNoMessageFollowsIsTheBeginningOfALine() throws IOException {
        assertThat(frame("2026 was a year\n12: noon\n17\n", 100)).containsExactly("2026 was a year", "12: noon", "17");
        assertThat(frame("123456789012345 and more\n", 100)).containsExactly("123456789012345 and more");
    }

    @Test
    void cutsLongMessagesAndGoesOnBehindThem() throws IOException {
        assertThat(frame("<1>abcdef\n<1>b\n10 <1>abcdefg<1>c\n", 6))
                .containsExactly("<1>abc CUT", "<1>b", "<1>abc CUT", "<1>c");
        assertThat(frame("<1>abc\r\n7 <1>abc\n", 6)).containsExactly("<1>abc", "<1>abc");
    }

    @Test
    void whatIsThereWhenTheStreamEndsIsAMessage() throws IOException {
        assertThat(frame("<1>a\n<1>b", 100)).containsExactly("<1>a", "<1>b OPEN");
        assertThat(frame("20 <1>b", 100)).containsExactly("<1>b OPEN");
        assertThat(frame("20", 100)).containsExactly("20 OPEN");
    }

    @Test
    void anImpossibleLengthEndsTheStream() {
        assertThatThrownBy(() -> frame("999999999 <1>a", 100)).hasMessageContaining("999999999 bytes");
    }

    @Test
    void findsTheSameMessagesHoweverTheBytesAreDealtOut() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] bricks = {"<1>a", "5 <1>bc", "\n", "\r\n", "17", " ", "x", "\0", "3 <1", "8 <1>abcdef"};
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(bricks[random.nextInt(bricks.length)]);
            }
            List<String> whole = frame(text.toString(), 6);
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            SyslogFrames frames = frames(6);
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
                frames.feed(bytes, at, to);
                at = to;
            }
            frames.end();
            assertThat(found).as("seed %d, \"%s\"", seed, text).isEqualTo(whole);
        }
    }

    @Test
    void readsTheKernelsTableOfDrops() {
        List<String> table = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref"
                        + " pointer drops",
                " 1234: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 17",
                " 1235: 00000000:0203 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 4");
        assertThat(KernelDrops.parse(table, Set.of(0x202))).isEqualTo(17);
        assertThat(KernelDrops.parse(table, Set.of(0x202, 0x203))).isEqualTo(21);
    }
}
