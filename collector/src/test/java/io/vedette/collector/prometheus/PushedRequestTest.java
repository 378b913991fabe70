package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.EncodedLabels;
import io.vedette.protocol.metrics.MetricType;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import io.vedette.protocol.metrics.WriteRequestWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PushedRequestTest {
    private final WriteRequestWriter writer = new WriteRequestWriter();

    @Test
    void leavesARequestOfOneInstanceAsItIs() throws Exception {
        writer.reset();
        writer.sample(labels("a", "n1"), 1, 1);
        writer.sample(labels("b", "n1"), 1, 2);
        byte[] request = writer.toByteArray();

        assertThat(PushedRequest.cut(request, 1000).pieces()).singleElement().satisfies(piece -> {
            assertThat(piece.instance()).isEqualTo("n1");
            assertThat(piece.request()).isSameAs(request);
        });
    }

    @Test
    void bringsTheSeriesOfEachInstanceTogether() throws Exception {
        writer.reset();
        writer.metadata("a", MetricType.GAUGE, "help", "");
        writer.sample(labels("a", "n1"), 1, 1);
        writer.sample(labels("a", "n2"), 1, 2);
        writer.sample(labels("b", "n1"), 1, 3);
        writer.sample(labels("c", ""), 1, 4);

        List<PushedRequest.Piece> pieces =
                PushedRequest.cut(writer.toByteArray(), 1000).pieces();

        assertThat(pieces).extracting(PushedRequest.Piece::instance).containsExactly("n1", "n2", "");
        assertThat(contents(pieces.get(0))).containsExactly("a help", "a n1 1.0", "b n1 3.0");
        assertThat(contents(pieces.get(1))).containsExactly("a n2 2.0");
        assertThat(contents(pieces.get(2))).containsExactly("c  4.0");
    }

    @Test
    void cutsALargeRequestBetweenSeriesAndLosesNothing() throws Exception {
        writer.reset();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            writer.sample(labels("m" + i, "n1"), 1, i);
            expected.add("m" + i + " n1 " + (double) i);
        }

        List<PushedRequest.Piece> pieces =
                PushedRequest.cut(writer.toByteArray(), 1000).pieces();

        List<String> found = new ArrayList<>();
        for (PushedRequest.Piece piece : pieces) {
            assertThat(piece.request().length).isLessThanOrEqualTo(1000);
            found.addAll(contents(piece));
        }
        assertThat(pieces).hasSizeGreaterThan(10);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void leavesOutWhatNobodyCouldUnderstandAndKeepsTheRest() throws Exception {
        writer.reset();
        writer.sample(labels("a", "n1"), 1, 1);
        writer.sample(labels("m", "n".repeat(2000)), 1, 2);
        writer.sample(labels("b", "n1"), 1, 3);
        byte[] nameless = {0x0a, 0x02, 0x12, 0x00};
        byte[] request = writer.toByteArray();
        byte[] both = Arrays.copyOf(request, request.length + nameless.length);
        System.arraycopy(nameless, 0, both, request.length, nameless.length);

        PushedRequest.Cut cut = PushedRequest.cut(both, 1000);

        assertThat(cut.pieces()).singleElement().satisfies(piece -> {
            assertThat(piece.instance()).isEqualTo("n1");
            assertThat(contents(piece)).containsExactly("a n1 1.0", "b n1 3.0");
        });
        assertThat(cut.samples()).isEqualTo(2);
        assertThat(cut.refusedSeries()).isEqualTo(2);
        assertThat(cut.fault()).contains("send fewer samples of a series at a time");
    }

    @Test
    void boundsTheNumberOfInstances() throws Exception {
        writer.reset();
        for (int i = 0; i < 10_100; i++) {
            writer.sample(labels("a", "n" + i), 1, 1);
        }
        PushedRequest.Cut cut = PushedRequest.cut(writer.toByteArray(), 1000);
        assertThat(cut.pieces()).hasSize(10_000);
        assertThat(cut.refusedSeries()).isEqualTo(100);
        assertThat(cut.fault()).contains("send fewer series at a time");
    }

    @Test
    void refusesWhatIsCutShort() {
        writer.reset();
        writer.sample(labels("m", "n1"), 1, 1);
        byte[] request = writer.toByteArray();

        assertThatThrownBy(() -> PushedRequest.cut(Arrays.copyOf(request, request.length - 3), 1000))
                .isInstanceOf(MalformedRecordException.class);
    }

    private static EncodedLabels labels(String metric, String instance) {
        return EncodedLabels.of(metric, Map.of("instance", instance));
    }

    private static List<String> contents(PushedRequest.Piece piece) throws MalformedRecordException {
        List<String> found = new ArrayList<>();
        new WriteRequestReader().read(piece.request(), new WriteRequestVisitor() {
            private String series = "";

            @Override
            public void series(SeriesLabels encoded) throws MalformedRecordException {
                String[] namesAndValues = encoded.decode();
                int length = encoded.length();
                Map<String, String> labels = new TreeMap<>();
                for (int i = 0; i < length; i += 2) {
                    labels.put(namesAndValues[i], namesAndValues[i + 1]);
                }
                series = labels.get("__name__") + " " + labels.getOrDefault("instance", "");
            }

            @Override
            public void sample(long timestampMillis, double value) {
                found.add(series + " " + value);
            }

            @Override
            public void metadata(String family, MetricType type, String help, String unit) {
                found.add(family + " " + help);
            }
        });
        return found;
    }
}
