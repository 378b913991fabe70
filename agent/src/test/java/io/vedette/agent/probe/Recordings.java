package io.vedette.agent.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Finds what others recorded; a test that needs a recording which is absent is skipped and says so. */
public final class Recordings {
    private Recordings() {}

    public static Path find(String name) {
        String root = System.getProperty("vedette.data", "");
        Path found = Path.of(root).resolve(name);
        Assumptions.assumeTrue(
                !root.isEmpty() && Files.exists(found),
                () -> "SKIPPED: no " + found + "; set -Dvedette.data=FOLDER to the recorded data");
        return found;
    }

    /** Unpacks a {@code .ttar} archive, as node_exporter keeps its fixtures in. */
    public static void unpack(Path archive, Path target) throws IOException {
        List<String> lines = Files.readAllLines(archive);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("Directory: ")) {
                Files.createDirectories(target.resolve(line.substring("Directory: ".length())));
            } else if (line.startsWith("Path: ")) {
                Path file = target.resolve(line.substring("Path: ".length()));
                String next = lines.get(++i);
                if (next.startsWith("SymlinkTo: ")) {
                    Files.createSymbolicLink(file, Path.of(next.substring("SymlinkTo: ".length())));
                } else {
                    int count = Integer.parseInt(next.substring("Lines: ".length()));
                    StringBuilder content = new StringBuilder();
                    for (String text : lines.subList(i + 1, i + 1 + count)) {
                        content.append(text).append('\n');
                    }
                    Files.writeString(file, content);
                    i += count;
                }
            }
        }
    }
}
