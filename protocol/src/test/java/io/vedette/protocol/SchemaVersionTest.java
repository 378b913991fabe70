package io.vedette.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {
    @Test
    void readsWhatItWrites() throws MalformedRecordException {
        assertThat(SchemaVersion.check(SchemaVersion.CURRENT.toBytes())).isEqualTo(SchemaVersion.CURRENT);
    }

    @Test
    void takesNewerMinorVersions() throws MalformedRecordException {
        byte[] header = bytes(SchemaVersion.CURRENT.major() + ".99");
        assertThat(SchemaVersion.check(header).minor()).isEqualTo(99);
    }

    @Test
    void refusesNewerMajorVersionsAndSaysWhatToDo() {
        assertThatThrownBy(() -> SchemaVersion.check(bytes("2.0")))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("schema version 2.0 is newer than 1.0, the newest this build reads: "
                        + "upgrade the collectors before the agents");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", ".", "1.", ".1", "a.b", "1.0.0", "0.1", "-1.0", "1.-1", "99999999999.0", "1.0\n"})
    void refusesWhatIsNoVersion(String header) {
        assertThatThrownBy(() -> SchemaVersion.check(bytes(header)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("header vedette-schema is not major.minor");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
