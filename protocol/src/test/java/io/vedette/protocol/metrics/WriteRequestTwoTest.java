package io.vedette.protocol.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.CodedOutputStream;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.WriteRequestTwo.TooLargeException;
import io.vedette.protocol.metrics.WriteRequestTwo.Translated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vedette.test.remotewrite.RemoteWrite;

/** The message's field numbers are those of the remote-write 2.0 specification. */
class WriteRequestTwoTest {
    private static final int MAX = 1 << 20;

    /** A part of a message. */
    private interface Part {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Part... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (Part part : parts) {
            part.writeTo(out);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private static Part symbols(String... symbols) {
        return out -> {
            for (String symbol : symbols) {
                out.writeString(4, symbol);
            }
        };
    }

    private static Part series(Part... parts) {
        return out -> out.writeByteArray(5, message(parts));
    }

    private static Part labels(int... refs) {
        return out -> out.writeByteArray(1, message(packed -> {
            for (int ref : refs) {
                packed.writeUInt32NoTag(ref);
            }
        }));
    }

    private static Part sample(double value, long timestampMillis) {
        return out -> out.writeByteArray(2, message(sample -> {
            sample.writeDouble(1, value);
            sample.writeInt64(2, timestampMillis);
        }));
    }

    private static Part metadata(int type, int help, int unit) {
        return out -> out.writeByteArray(5, message(metadata -> {
            metadata.writeEnum(1, type);
            metadata.writeUInt32(3, help);
            metadata.writeUInt32(4, unit);
        }));
    }

    @Test
    void writesSymbolsOutWhereTheyAreUsed() throws Exception {
        byte[] two = message(
                series(labels(1, 2, 3, 4), sample(1.5, 1_000), sample(Double.NaN, 2_000), metadata(1, 5, 6)),
                symbols("", "__name__", "requests_total", "instance", "é", "How many.", "requests"),
                series(labels(1, 2, 3, 5), sample(7, 1_000), metadata(1, 5, 6)));

        Translated translated = WriteRequestTwo.translate(two, MAX);

        RemoteWrite.WriteRequest one = RemoteWrite.WriteRequest.parseFrom(translated.request());
        assertThat(one.getTimeseriesList()).hasSize(2);
        assertThat(one.getTimeseries(0).getLabelsList())
                .extracting(RemoteWrite.Label::getName, RemoteWrite.Label::getValue)
                .containsExactly(tuple("__name__", "requests_total"), tuple("instance", "é"));
        assertThat(one.getTimeseries(0).getSamplesList())
                .extracting(RemoteWrite.Sample::getTimestamp)
                .containsExactly(1_000L, 2_000L);
        assertThat(one.getTimeseries(0).getSamples(1).getValue()).isNaN();
        assertThat(one.getMetadataList()).singleElement().satisfies(said -> {
            assertThat(said.getMetricFamilyName()).isEqualTo("requests_total");
            assertThat(said.getType()).isEqualTo(MetricType.COUNTER.ordinal());
            assertThat(said.getHelp()).isEqualTo("How many.");
            assertThat(said.getUnit()).isEqualTo("requests");
        });
        assertThat(translated.samples()).isEqualTo(3);
    }

    @Test
    void describesTheFamilyOfAHistogramsSeries() throws Exception {
        byte[] two = message(
                symbols("", "__name__", "wait_seconds_bucket", "wait_seconds_sum", "How long."),
                series(labels(1, 2), sample(1, 1), metadata(3, 4, 0)),
                series(labels(1, 3), sample(1, 1), metadata(3, 4, 0)));
        RemoteWrite.WriteRequest one = RemoteWrite.WriteRequest.parseFrom(
                WriteRequestTwo.translate(two, MAX).request());
        assertThat(one.getMetadataList())
                .extracting(RemoteWrite.MetricMetadata::getMetricFamilyName)
                .containsExactly("wait_seconds");
    }

    @Test
    void refusesSymbolsThatAreNotThereAndHalvesOfLabels() throws Exception {
        byte[] missing = message(symbols("", "a"), series(labels(1, 2), sample(1, 1)));
        assertThatThrownBy(() -> WriteRequestTwo.translate(missing, MAX))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("symbol 2 of 2");
        byte[] half = message(symbols("", "a"), series(labels(1), sample(1, 1)));
        assertThatThrownBy(() -> WriteRequestTwo.translate(half, MAX))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("a label without a value");
    }

    @Test
    void doesNotGrowAsALargeSymbolIsUsedAgainAndAgain() throws Exception {
        Part[] parts = new Part[2_000];
        Arrays.fill(parts, series(labels(1, 2)));
        parts[0] = symbols("", "a", "x".repeat(100_000));
        byte[] bomb = message(parts);
        assertThatThrownBy(() -> WriteRequestTwo.translate(bomb, MAX))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("send fewer samples");
    }

    @Test
    void garbageIsRefusedOrReadButNeverThrowsAnythingElse() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = message(
                symbols("", "__name__", "requests_total", "instance", "n1"),
                series(labels(1, 2, 3, 4), sample(1.5, 1_000), metadata(1, 3, 2)),
                series(labels(1, 2), sample(1, 1)));
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(WriteRequestTwo.translate(damaged, MAX).request()).isNotNull();
            } catch (MalformedRecordException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(1_000, 19_999);
    }
}
