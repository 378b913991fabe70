package io.vedette.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.vedette.protocol.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.log.LogChunkOuterClass;

/** The hand-written codec against the classes that protoc generates from {@code log_chunk.proto}. */
class LogChunkCodecTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void whatIsEncodedIsDecoded() throws MalformedRecordException {
        for (int round = 0; round < 200; round++) {
            LogChunk chunk = randomChunk();
            assertSame(LogChunkCodec.decode(LogChunkCodec.encode(chunk)), chunk);
        }
    }

    @Test
    void takesAPayloadThatIsThePartOfALargerBuffer() throws MalformedRecordException {
        ByteBuffer large = ByteBuffer.wrap("..one two...".getBytes(StandardCharsets.UTF_8), 2, 7);
        LogSource source = new LogSource("h", LogSource.Kind.FILE, "/x", "id", "", "");
        LogChunk chunk = new LogChunk(source, 1, new long[] {0, 3}, new int[] {3, 4}, new byte[2], large);
        assertThat(bytes(LogChunkCodec.decode(LogChunkCodec.encode(chunk)).payload()))
                .isEqualTo("one two".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theWireFormIsTheDocumentedOne() throws Exception {
        for (int round = 0; round < 200; round++) {
            LogChunk chunk = randomChunk();
            LogChunkOuterClass.LogChunk read = LogChunkOuterClass.LogChunk.parseFrom(LogChunkCodec.encode(chunk));
            assertThat(read.getHost()).isEqualTo(chunk.source().host());
            assertThat(read.getKindValue()).isEqualTo(chunk.source().kind().ordinal());
            assertThat(read.getName()).isEqualTo(chunk.source().name());
            assertThat(read.getIdentity()).isEqualTo(chunk.source().identity());
            assertThat(read.getDataset()).isEqualTo(chunk.source().dataset());
            assertThat(read.getReadAt()).isEqualTo(chunk.readAtMillis());
            int[] lengths =
                    read.getLengthsList().stream().mapToInt(Integer::intValue).toArray();
            assertThat(lengths).isEqualTo(chunk.lengths());
            assertThat(read.getPayload().toByteArray()).isEqualTo(bytes(chunk.payload()));
            assertSame(LogChunkCodec.decode(read.toByteArray()), chunk);
        }
    }

    @Test
    void passesOverFieldsOfNewerMinorVersions() throws MalformedRecordException {
        LogChunk chunk = randomChunk();
        byte[] record = LogChunkCodec.encode(chunk);
        byte[] newer = Arrays.copyOf(record, record.length + 3);
        newer[record.length] = (byte) (20 << 3 & 0x7F | 0x80);
        newer[record.length + 1] = 20 >> 4;
        newer[record.length + 2] = 7;
        assertSame(LogChunkCodec.decode(newer), chunk);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = LogChunkCodec.encode(chunk("first line", "second line"));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> LogChunkCodec.decode(cut))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void garbageIsRefusedOrReadButNeverThrowsAnythingElse() {
        int refused = 0;
        byte[] whole = LogChunkCodec.encode(chunk("first line", "second line"));
        for (int round = 0; round < 20_000; round++) {
            byte[] garbage;
            if (round % 2 == 0) {
                garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
            } else {
                garbage = whole.clone();
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
            }
            try {
                LogChunkCodec.decode(garbage);
            } catch (MalformedRecordException e) {
                refused++;
                assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).{10,}");
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(10_000);
    }

    @Test
    void contradictionsAreNamed() {
        LogChunkOuterClass.LogChunk good = LogChunkOuterClass.LogChunk.newBuilder()
                .setHost("node1")
                .setIdentity("8:1:2")
                .addOffsetSteps(0)
                .addLengths(3)
                .setPayload(ByteString.copyFromUtf8("abc"))
                .build();
        assertRefused(good.toBuilder().clearHost(), "a log chunk without a host: not a log chunk");
        assertRefused(good.toBuilder().setKindValue(99), "unknown kind of log source: 99");
        assertRefused(good.toBuilder().addLengths(1), "a log chunk with 1 offsets but 2 lengths");
        assertRefused(
                good.toBuilder().setLengths(0, 4), "a log chunk whose events have 4 bytes but whose payload has 3");
        assertRefused(
                good.toBuilder().setFlags(ByteString.copyFrom(new byte[2])),
                "a log chunk with 1 events but flags for 2");
        assertRefused(
                good.toBuilder().addOffsetSteps(-1).addLengths(0), "offset of event 1 lies before the one before it");
    }

    private static void assertRefused(LogChunkOuterClass.LogChunk.Builder chunk, String message) {
        byte[] record = chunk.build().toByteArray();
        assertThatThrownBy(() -> LogChunkCodec.decode(record))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(message);
    }

    private LogChunk randomChunk() {
        int events = 1 + random.nextInt(300);
        long[] offsets = new long[events];
        int[] lengths = new int[events];
        byte[] flags = new byte[events];
        long offset = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 2;
        int total = 0;
        for (int i = 0; i < events; i++) {
            offsets[i] = offset;
            lengths[i] = random.nextInt(random.nextInt(20) == 0 ? 5_000 : 150);
            flags[i] = (byte) (random.nextInt(50) == 0 ? random.nextInt(4) : 0);
            offset += lengths[i] + 1;
            total += lengths[i];
        }
        byte[] payload = new byte[total];
        random.nextBytes(payload);
        LogSource.Kind[] kinds = LogSource.Kind.values();
        LogSource source = new LogSource(
                "nodé" + random.nextInt(9),
                kinds[random.nextInt(kinds.length)],
                "/var/log/" + random.nextInt(),
                "8:1:" + random.nextLong(),
                random.nextBoolean() ? "UTF-8" : "GBK",
                random.nextBoolean() ? "" : "nginx.access");
        return new LogChunk(source, random.nextLong() >>> 1, offsets, lengths, flags, ByteBuffer.wrap(payload));
    }

    private static LogChunk chunk(String... lines) {
        long[] offsets = new long[lines.length];
        int[] lengths = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            lengths[i] = lines[i].length();
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + lengths[i - 1] + 1;
        }
        LogSource source = new LogSource("node1", LogSource.Kind.FILE, "/var/log/x", "8:1:2", "UTF-8", "");
        byte[] payload = String.join("", lines).getBytes(StandardCharsets.UTF_8);
        return new LogChunk(source, 1, offsets, lengths, new byte[lines.length], ByteBuffer.wrap(payload));
    }

    private void assertSame(LogChunk actual, LogChunk expected) {
        assertThat(actual.source()).as("seed %d", seed).isEqualTo(expected.source());
        assertThat(actual.readAtMillis()).isEqualTo(expected.readAtMillis());
        assertThat(actual.offsets()).as("seed %d", seed).isEqualTo(expected.offsets());
        assertThat(actual.lengths()).as("seed %d", seed).isEqualTo(expected.lengths());
        assertThat(actual.flags()).as("seed %d", seed).isEqualTo(expected.flags());
        assertThat(bytes(actual.payload())).as("seed %d", seed).isEqualTo(bytes(expected.payload()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
