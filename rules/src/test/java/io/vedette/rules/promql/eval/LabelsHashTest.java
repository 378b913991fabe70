package io.vedette.rules.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.rules.labels.Labels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsHashTest {
    /** The vectors are those that implementations of xxHash publish. */
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "as, 1c330fb2d66be179",
        "asd, 631c37ce72a97393",
        "asdf, 415872f599cea71e",
        "Call me Ishmael. Some years ago--never mind how long precisely-, 02a2e85470d6fd96",
    })
    void hashesAsXxHashDoes(String text, String hash) {
        assertThat(LabelsHash.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    @Test
    void sharesAreSpreadEvenly() {
        int below = 0;
        for (int i = 0; i < 10_000; i++) {
            double share =
                    LabelsHash.share(Labels.of(Labels.NAME, "up", "instance", "node" + i, "text", "x".repeat(i)));
            assertThat(share).isBetween(0.0, 1.0);
            below += share < 0.3 ? 1 : 0;
        }
        assertThat(below / 10_000.0).isCloseTo(0.3, within(0.02));
    }
}
