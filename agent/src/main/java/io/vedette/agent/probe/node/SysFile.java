package io.vedette.agent.probe.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the one-value files of {@code /sys}, where "not now" and "not here" are everyday answers.
 *
 * <p>Not safe for use by several threads: all files go through one buffer.
 */
final class SysFile {
    /** Files of {@code /sys} are at most a page long. */
    private final byte[] buffer = new byte[4096];

    /**
     * The content without blanks around it; empty if there is no such file, it may not be read or the driver refuses to
     * answer: an interface that is down has no carrier, a sensor that is not connected has no value.
     */
    Optional<String> text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            int size = 0;
            for (int read = 0; read >= 0 && size < buffer.length; ) {
                size += read;
                read = in.read(buffer, size, buffer.length - size);
            }
            return Optional.of(new String(buffer, 0, size, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The content as a number, decimal or hexadecimal with {@code 0x}; empty as for {@link #text} or if it is none. */
    OptionalDouble number(Path file) {
        Optional<String> text = text(file);
        return text.isPresent() ? parse(text.get()) : OptionalDouble.empty();
    }

    static OptionalDouble parse(String text) {
        try {
            return OptionalDouble.of(
                    text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
