package io.vedette.collector.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.Labels;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    /** Values from the tests of prometheus/common, model/signature_test.go. */
    @Test
    void isTheOneOfTheEcosystem() {
        assertThat(Fingerprint.of(Labels.EMPTY))
                .isEqualTo(Long.toHexString(Long.parseUnsignedLong("14695981039346656037")));
        assertThat(Fingerprint.of(Labels.of("name", "garland, briggs", "fear", "love is not enough")))
                .isEqualTo(String.format("%016x", 5799056148416392346L));
    }
}
