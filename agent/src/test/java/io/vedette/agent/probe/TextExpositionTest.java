package io.vedette.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextExpositionTest {
    @Test
    void groupsByFamilySortsAndEscapes() {
        Family zeta = Family.counter("zeta_total", "Back\\slash, \"quotes\"\nand a line break.", "path", "other");
        Family alpha = Family.untyped("alpha", "First.");
        Samples samples = new Samples(Map.of("job", "node"));
        samples.begin();
        samples.add(zeta, 1, "C:\\x \"y\"\nz", "");
        samples.add(alpha, 2.5);
        samples.add(zeta, 3, "ü", "o");
        assertThat(TextExposition.format(new Batch(17, List.of(samples.finish()))))
                .isEqualTo("# HELP alpha First.\n"
                        + "# TYPE alpha untyped\n"
                        + "alpha 2.5\n"
                        + "# HELP zeta_total Back\\\\slash, \"quotes\"\\nand a line break.\n"
                        + "# TYPE zeta_total counter\n"
                        + "zeta_total{path=\"C:\\\\x \\\"y\\\"\\nz\",other=\"\"} 1\n"
                        + "zeta_total{path=\"ü\",other=\"o\"} 3\n");
    }
}
