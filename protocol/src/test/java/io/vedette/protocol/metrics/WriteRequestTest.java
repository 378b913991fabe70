package io.vedette.protocol.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.protocol.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vedette.test.remotewrite.RemoteWrite;

/** The hand-written codec against the classes that protoc generates from the specification. */
class WriteRequestTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private record Series(Map<String, String> labels, List<Long> times, List<Double> values) {}

    private static final class Collecting implements WriteRequestVisitor {
        final List<Series> series = new ArrayList<>();
        final List<String> metadata = new ArrayList<>();
        final List<String> skipped = new ArrayList<>();

        @Override
        public void series(SeriesLabels encoded) throws MalformedRecordException {
            String[] namesAndValues = encoded.decode();
            int length = encoded.length();
            Map<String, String> labels = new TreeMap<>();
            for (int i = 0; i < length; i += 2) {
                labels.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            series.add(new Series(labels, new ArrayList<>(), new ArrayList<>()));
        }

        @Override
        public void sample(long timestampMillis, double value) {
            Series last = series.get(series.size() - 1);
            last.times.add(timestampMillis);
            last.values.add(value);
        }

        @Override
        public void metadata(String family, MetricType type, String help, String unit) {
            metadata.add(family + " " + type + " " + help + " " + unit);
        }

        @Override
        public void skipped(String what) {
            skipped.add(what);
        }
    }

    @Test
    void writesWhatTheSpecificationReads() throws Exception {
        WriteRequestWriter writer = new WriteRequestWriter();
        for (int round = 0; round < 50; round++) {
            writer.reset();
            List<Series> written = new ArrayList<>();
            for (int i = 0; i < random.nextInt(200); i++) {
                EncodedLabels labels = randomLabels();
                long time = random.nextInt(10) == 0 ? random.nextLong() : 1_790_000_000_000L + random.nextInt();
                double value = Double.longBitsToDouble(random.nextLong());
                writer.sample(labels, time, value);
                written.add(new Series(labels.labels(), List.of(time), List.of(value)));
            }
            writer.metadata("family", MetricType.GAUGE, randomText(40), "bytes");

            RemoteWrite.WriteRequest read = RemoteWrite.WriteRequest.parseFrom(writer.toByteArray());

            assertThat(writer.sizeBytes()).isEqualTo(read.getSerializedSize());
            assertThat(read.getMetadata(0).getType()).isEqualTo(MetricType.GAUGE.ordinal());
            assertThat(read.getTimeseriesList()).as("seed %d", seed).hasSameSizeAs(written);
            for (int i = 0; i < written.size(); i++) {
                RemoteWrite.TimeSeries series = read.getTimeseries(i);
                Map<String, String> labels = new TreeMap<>();
                series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
                assertThat(labels).as("seed %d", seed).isEqualTo(written.get(i).labels);
                assertThat(series.getSamples(0).getTimestamp())
                        .isEqualTo(written.get(i).times.get(0));
                assertThat(Double.doubleToRawLongBits(series.getSamples(0).getValue()))
                        .isEqualTo(
                                Double.doubleToRawLongBits(written.get(i).values.get(0)));
            }
        }
    }

    @Test
    void readsWhatTheSpecificationWrites() throws Exception {
        WriteRequestReader reader = new WriteRequestReader();
        for (int round = 0; round < 50; round++) {
            RemoteWrite.WriteRequest.Builder request = RemoteWrite.WriteRequest.newBuilder();
            List<Series> written = new ArrayList<>();
            for (int i = 0; i < random.nextInt(100); i++) {
                RemoteWrite.TimeSeries.Builder series = RemoteWrite.TimeSeries.newBuilder();
                Map<String, String> labels = randomLabels().labels();
                labels.forEach(
                        (name, value) -> series.addLabelsBuilder().setName(name).setValue(value));
                Series expected = new Series(labels, new ArrayList<>(), new ArrayList<>());
                for (int j = 0; j < random.nextInt(20); j++) {
                    long time = random.nextLong();
                    double value = random.nextGaussian();
                    series.addSamplesBuilder().setTimestamp(time).setValue(value);
                    expected.times.add(time);
                    expected.values.add(value);
                }
                request.addTimeseries(series);
                written.add(expected);
            }
            Collecting read = new Collecting();
            reader.read(request.build().toByteArray(), read);
            assertThat(read.series).as("seed %d", seed).isEqualTo(written);
        }
    }

    @Test
    void sortsLabelsAndPassesOverExemplarsAndUnknownFields() throws Exception {
        RemoteWrite.TimeSeries.Builder series = RemoteWrite.TimeSeries.newBuilder();
        for (String name : List.of("z", "b", "__name__", "a")) {
            series.addLabelsBuilder().setName(name).setValue("v");
        }
        series.addLabelsBuilder().setName("empty").setValue("");
        series.addExemplarsBuilder().setValue(1);
        byte[] request = RemoteWrite.WriteRequest.newBuilder()
                .addTimeseries(series)
                .build()
                .toByteArray();
        byte[] withUnknownField = Arrays.copyOf(request, request.length + 2);
        withUnknownField[request.length] = 15 << 3;
        withUnknownField[request.length + 1] = 1;

        Collecting read = new Collecting();
        new WriteRequestReader().read(withUnknownField, read);

        assertThat(read.series.get(0).labels.keySet()).containsExactly("__name__", "a", "b", "z");
        assertThat(read.skipped).containsExactly("exemplar");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = request("up", "instance", "node1").toByteArray();
        WriteRequestReader reader = new WriteRequestReader();
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Collecting read = new Collecting();
            assertThatThrownBy(() -> reader.read(cut, read))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(MalformedRecordException.class);
            assertThat(read.series).isEmpty();
        }
    }

    @Test
    void garbageIsRefusedOrReadButNeverThrowsAnythingElse() {
        WriteRequestReader reader = new WriteRequestReader();
        int refused = 0;
        byte[] whole = request("up", "instance", "node1").toByteArray();
        for (int round = 0; round < 20_000; round++) {
            byte[] garbage;
            if (round % 2 == 0) {
                garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
            } else {
                garbage = whole.clone();
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
            }
            try {
                reader.read(garbage, new Collecting());
            } catch (MalformedRecordException e) {
                refused++;
                assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).{10,}");
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(5_000);
    }

    @Test
    void saysWhatIsWrongWithASeries() {
        assertRefused(request("up", "a", "1", "a", "2"), "label a stands twice in the series at byte 2");
        assertRefused(request("up", "", "1"), "a label without a name, at byte");
        assertRefused(request("", "a", "1"), "the series at byte 2 has no metric name");
        byte[] notUtf8 = request("up", "a", "xyz").toByteArray();
        int value = new String(notUtf8, StandardCharsets.ISO_8859_1).indexOf("xyz");
        notUtf8[value] = (byte) 0xC0;
        assertThatThrownBy(() -> new WriteRequestReader().read(notUtf8, new Collecting()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("a label that is not UTF-8, at byte " + value);
    }

    private static void assertRefused(RemoteWrite.WriteRequest request, String message) {
        assertThatThrownBy(() -> new WriteRequestReader().read(request.toByteArray(), new Collecting()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith(message);
    }

    private static RemoteWrite.WriteRequest request(String metric, String... namesAndValues) {
        RemoteWrite.TimeSeries.Builder series = RemoteWrite.TimeSeries.newBuilder();
        series.addLabelsBuilder().setName("__name__").setValue(metric);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            series.addLabelsBuilder().setName(namesAndValues[i]).setValue(namesAndValues[i + 1]);
        }
        series.addSamplesBuilder().setTimestamp(1_790_000_000_000L).setValue(1);
        return RemoteWrite.WriteRequest.newBuilder().addTimeseries(series).build();
    }

    private EncodedLabels randomLabels() {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < random.nextInt(12); i++) {
            labels.put("l" + random.nextInt(30), randomText(20) + ".");
        }
        return EncodedLabels.of("metric_" + random.nextInt(10), labels);
    }

    private String randomText(int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < random.nextInt(longest + 1); i++) {
            int codePoint;
            do {
                codePoint = random.nextInt(4) == 0 ? random.nextInt(0x10FFFF) : ' ' + random.nextInt(95);
            } while (codePoint >= 0xD800 && codePoint <= 0xDFFF);
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }
}
