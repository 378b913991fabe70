package io.vedette.collector.index.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelFormsTest {
    private static final Labels ODD = Labels.of("__name__", "a=b", "", "no name", "x\\=\0y", "\u0000=\n", "ü", "😀");

    @Test
    void labelsComeBackFromTheirBytes() {
        assertThat(LabelBytes.read(ByteBuffer.wrap(LabelBytes.write(ODD)))).isEqualTo(ODD);
        assertThat(LabelBytes.read(ByteBuffer.wrap(LabelBytes.write(Labels.EMPTY))))
                .isEqualTo(Labels.EMPTY);
    }

    @Test
    void anIdIsTheSameEverywhereAndComesBackFromItsText() {
        SeriesId id = SeriesId.of(Labels.of("__name__", "up", "instance", "n1"));
        // Written down here, as documents in an index carry it.
        assertThat(id).hasToString("NckzcVvzgHxTJraNErDq3g");
        assertThat(SeriesId.parse(id.toString())).isEqualTo(id);
        assertThat(SeriesId.of(Labels.of("__name__", "upi", "nstance", "n1"))).isNotEqualTo(id);
    }

    @Test
    void noTwoLabelsShareATerm() {
        assertThat(Stream.of(
                                LabelTerm.of("a", "b=c"),
                                LabelTerm.of("a=b", "c"),
                                LabelTerm.of("a\\", "b=c"),
                                LabelTerm.of("a\\=b", "c"))
                        .distinct())
                .hasSize(4);
        for (String name : new String[] {"__name__", "a=b", "\\", "=", "x\\=y", ""}) {
            assertThat(LabelTerm.name(LabelTerm.of(name, "v=\\w"))).isEqualTo(name);
            assertThat(LabelTerm.value(LabelTerm.of(name, "v=\\w"))).isEqualTo("v=\\w");
            assertThat(LabelTerm.of(name, "v")).startsWith(LabelTerm.prefix(name));
        }
    }
}
