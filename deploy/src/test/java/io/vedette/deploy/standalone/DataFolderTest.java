package io.vedette.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path directory;

    @Test
    void saysThatAFileStandsWhereTheFolderShouldBe() throws IOException {
        Path file = Files.writeString(directory.resolve("data"), "");
        assertThatThrownBy(() -> DataFolder.take(file))
                .isInstanceOf(UpException.class)
                .hasMessage("the data folder " + file + " cannot be written: it is a file; choose another with --data");
    }

    @Test
    void isTakenOnce() throws Exception {
        long pid = ProcessHandle.current().pid();
        try (DataFolder taken = DataFolder.take(directory)) {
            assertThatThrownBy(() -> DataFolder.take(directory))
                    .isInstanceOf(UpException.class)
                    .hasMessage("already running on " + directory + " (process " + pid
                            + "); stop it first, or choose another --data and --port");
        }
        DataFolder.take(directory).close();
    }
}
