package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.agent.log.file.Mark.Phase;
import io.vedette.agent.log.multiline.Joining;
import io.vedette.protocol.log.LogChunk;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private static final int NO_LIMIT = 1 << 20;

    private final LineFramer framer = new LineFramer();

    @Test
    void takesLinesWithoutTheirTerminatorsAndLeavesAnIncompleteOne() {
        assertThat(frame("one\ntwo\r\n\nthr", Mark.START, -1, NO_LIMIT)).containsExactly("0:one", "4:two", "9:");
        assertThat(framer.end()).isEqualTo(new Mark(10, Phase.LINE));
    }

    @Test
    void keepsCarriageReturnsInsideALine() {
        assertThat(frame("10%\r20%\r\n", Mark.START, -1, NO_LIMIT)).containsExactly("0:10%\r20%");
    }

    @Test
    void cutsALongLineAndGoesOnAfterItsTerminator() {
        assertThat(frame("abcdefgh\nnext\n", Mark.START, -1, 4)).containsExactly("0:abcd TRUNCATED", "9:next");
        assertThat(framer.cutLines()).isEqualTo(1);
    }

    @Test
    void aLineOfExactlyTheLimitIsNotCut() {
        assertThat(frame("abcd\r\nabcd\n", Mark.START, -1, 4)).containsExactly("0:abcd", "6:abcd");
    }

    @Test
    void shipsALongLineBeforeItsEndIsThereAndPassesOverTheRest() {
        assertThat(frame("abcdef", Mark.START, -1, 4)).containsExactly("0:abcd TRUNCATED");
        Mark inside = framer.end();
        assertThat(inside).isEqualTo(new Mark(6, Phase.SKIPPING));
        assertThat(frame("ghij", inside, -1, 4)).isEmpty();
        assertThat(frame("kl\nnext\n", framer.end(), -1, 4)).containsExactly("13:next");
    }

    @Test
    void endsALineAtTheCutAndTakesTheRestAsALineOfItsOwn() {
        assertThat(frame("abc", Mark.START, 3, NO_LIMIT)).containsExactly("0:abc UNTERMINATED");
        assertThat(frame("def\n", framer.end(), 3, NO_LIMIT)).containsExactly("3:def");
    }

    @Test
    void cutsAtTheSamePlaceWhenReadAgainAfterMoreWasWritten() {
        assertThat(frame("abcdef\nx\n", Mark.START, 3, NO_LIMIT)).containsExactly("0:abc UNTERMINATED", "3:def", "7:x");
    }

    @Test
    void aBareTerminatorAfterACutIsNoLine() {
        assertThat(frame("abc\r\nx\n", Mark.START, 3, NO_LIMIT)).containsExactly("0:abc UNTERMINATED", "5:x");
        assertThat(frame("\nx\n", new Mark(3, Phase.CONTINUED), 3, NO_LIMIT)).containsExactly("4:x");
    }

    @Test
    void findsLineFeedsOfTwoBytes() {
        byte[] little = "a\u0a0ab\r\nc\n".getBytes(StandardCharsets.UTF_16LE);
        framer.frame(little, little.length, Mark.START, -1, Framing.lines(NO_LIMIT, CodeUnit.UTF_16LE));
        assertThat(lines(little, StandardCharsets.UTF_16LE)).containsExactly("0:a\u0a0ab", "10:c");
        byte[] big = "a\u0a0ab\r\nc\n".getBytes(StandardCharsets.UTF_16BE);
        framer.frame(big, big.length, Mark.START, -1, Framing.lines(NO_LIMIT, CodeUnit.UTF_16BE));
        assertThat(lines(big, StandardCharsets.UTF_16BE)).containsExactly("0:a\u0a0ab", "10:c");
    }

    @Test
    void stopsAtItsGreatestNumberOfLinesAndGoesOnFromThere() {
        byte[] data = "\n".repeat(LineFramer.MAX_EVENTS + 5).getBytes(StandardCharsets.US_ASCII);
        framer.frame(data, data.length, Mark.START, -1, Framing.lines(NO_LIMIT, CodeUnit.BYTE));
        assertThat(framer.count()).isEqualTo(LineFramer.MAX_EVENTS);
        assertThat(framer.end()).isEqualTo(new Mark(LineFramer.MAX_EVENTS, Phase.LINE));
    }

    @Test
    void joinsTheLinesOfAnEventAndHoldsTheLastOneBack() {
        Framing framing = joined(NO_LIMIT, 500, CodeUnit.BYTE);
        assertThat(frame("a\r\n b\r\n\tc\nd\n e\n", Mark.START, -1, framing)).containsExactly("0:a\n b\n\tc");
        assertThat(framer.lines()).isEqualTo(3);
        assertThat(framer.end()).isEqualTo(new Mark(10, Phase.LINE));
        assertThat(framer.endsWithLine()).isTrue();
        assertThat(frame("d\n e\n f", framer.end(), -1, framing)).isEmpty();
        assertThat(framer.endsWithLine()).isFalse();
    }

    @Test
    void endsAnEventAtTheCutThoughMoreOfItFollows() {
        Framing framing = joined(NO_LIMIT, 500, CodeUnit.BYTE);
        assertThat(frame("a\n b\n c\nd\n", Mark.START, 5, framing)).containsExactly("0:a\n b", "5: c");
        assertThat(frame("a\n b\n c\nd\n", Mark.START, 4, framing)).containsExactly("0:a\n b UNTERMINATED", "5: c");
    }

    @Test
    void endsAnEventAtItsGreatestNumberOfLinesOrBytes() {
        assertThat(frame("a\n b\n c\n d\n e\nf\n", Mark.START, -1, joined(NO_LIMIT, 2, CodeUnit.BYTE)))
                .containsExactly("0:a\n b SPLIT", "5: c", "8: d", "11: e");
        assertThat(framer.splitEvents()).isEqualTo(1);
        assertThat(frame("aaaa\n bbb\n ccc\nd\n", Mark.START, -1, joined(9, 500, CodeUnit.BYTE)))
                .containsExactly("0:aaaa\n bbb SPLIT", "10: ccc");
        assertThat(frame("aaaa\n bbb\n cccccccccccccccccccc", Mark.START, -1, joined(9, 500, CodeUnit.BYTE)))
                .containsExactly("0:aaaa\n bbb", "10: cccccccc TRUNCATED");
    }

    @Test
    void emptyLinesBehindAnEventAreLeftOut() {
        assertThat(frame(
                        "panic: x\n\ngoroutine 1 [running]:\n\n\nnext\nnext\n",
                        Mark.START,
                        -1,
                        joined(NO_LIMIT, 500, CodeUnit.BYTE)))
                .containsExactly("0:panic: x\n\ngoroutine 1 [running]:", "35:next");
    }

    @Test
    void joinsLinesOfTwoBytesACharacter() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] data = "\u00e9a\r\n b\r\nc\r\nd\r\n".getBytes(charset);
            framer.frame(data, data.length, Mark.START, -1, joined(NO_LIMIT, 500, CodeUnit.of(charset.name())));
            assertThat(lines(data, charset)).containsExactly("0:\u00e9a\n b", "16:c");
        }
    }

    @Test
    void findsTheSameEventsHoweverTheBytesAreDealtOut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = randomText(random) + "\n";
            int cut = random.nextInt(text.length()) + 1;
            Framing framing = joined(9, 3, CodeUnit.BYTE);
            List<String> whole = new ArrayList<>();
            List<String> dealt = new ArrayList<>();
            frameAll(text, cut, framing, text.length(), random, whole);
            frameAll(text, cut, framing, 5, random, dealt);
            assertThat(dealt)
                    .as("seed %d, cut %d, text \"%s\"", seed, cut, text)
                    .isEqualTo(whole);
        }
    }

    /** As the reader does it: again and again from the mark, with more to see each time. */
    private void frameAll(String text, int cut, Framing framing, int most, Random random, List<String> into) {
        Mark mark = Mark.START;
        for (int seen = 0; seen < text.length(); ) {
            seen = Math.min(text.length(), seen + 1 + random.nextInt(most));
            int from = (int) mark.offset();
            for (String event : frame(text.substring(from, seen), mark, cut, framing)) {
                into.add(event.replace(" SPLIT", ""));
            }
            mark = framer.end();
        }
    }

    @Test
    void findsTheSameLinesHoweverTheBytesAreDealtOut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String text = randomText(random);
            List<String> whole = frame(text, Mark.START, -1, 9);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            List<String> dealt = new ArrayList<>();
            Mark mark = Mark.START;
            for (int seen = 0; seen < bytes.length; ) {
                seen = Math.min(bytes.length, seen + 1 + random.nextInt(5));
                int from = (int) mark.offset();
                dealt.addAll(frame(text.substring(from, seen), mark, -1, 9));
                mark = framer.end();
            }
            assertThat(dealt).as("seed %d, text \"%s\"", seed, text).isEqualTo(whole);
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append("abc\r\n\n ".charAt(random.nextInt(7)));
        }
        return text.toString();
    }

    private List<String> frame(String text, Mark from, long cut, int maxLine) {
        return frame(text, from, cut, Framing.lines(maxLine, CodeUnit.BYTE));
    }

    private List<String> frame(String text, Mark from, long cut, Framing framing) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        framer.frame(data, data.length, from, cut, framing);
        return lines(data, StandardCharsets.US_ASCII);
    }

    private static Framing joined(int maxLine, int maxLines, CodeUnit unit) {
        Joining joining = new Joining(new Joining.Automatic(), maxLines, NO_LIMIT, Duration.ofSeconds(1));
        return Framing.of(joining, joining.rule().joiner(), maxLine, unit);
    }

    private List<String> lines(byte[] data, Charset charset) {
        List<String> result = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < framer.count(); i++) {
            int length = framer.lengths()[i];
            byte flag = framer.flags()[i];
            String mark = switch (flag) {
                case LogChunk.TRUNCATED -> " TRUNCATED";
                case LogChunk.UNTERMINATED -> " UNTERMINATED";
                case LogChunk.SPLIT -> " SPLIT";
                default -> "";
            };
            result.add(framer.offsets()[i] + ":" + new String(data, at, length, charset) + mark);
            at += length;
        }
        assertThat(at).isEqualTo(framer.payloadBytes());
        return result;
    }
}
