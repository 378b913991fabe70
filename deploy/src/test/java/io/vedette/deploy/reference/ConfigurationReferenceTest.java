package io.vedette.deploy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    @Test
    void theCommittedPageIsThatOfTheSchemas() throws IOException {
        assertThat(Path.of("../docs/configuration.md"))
                .as("its introduction says how to write it anew")
                .content()
                .isEqualTo(ConfigurationReference.text());
    }

    @Test
    void everyKeyIsExplained() throws IOException {
        assertThat(ConfigurationReference.text().lines().filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(50)
                .allSatisfy(line -> assertThat(line).doesNotEndWith("|  |"));
    }
}
