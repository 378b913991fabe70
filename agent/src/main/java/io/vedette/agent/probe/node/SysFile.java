package io.vedette.agent.probe.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the one-value files of {@code /sys}, where "not now" and "not here" are everyday answers. */
final class SysFile {
    private SysFile() {}

    /** The content without blanks around it; empty if there is no such file or the driver refuses to answer. */
    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Drivers answer EINVAL, ENODATA, EIO or EAGAIN where the hardware has nothing to say: an interface that
            // is down has no carrier, a sensor that is not connected has no value.
            return Optional.empty();
        }
    }

    /** The content as a number, decimal or hexadecimal with {@code 0x}; empty as for {@link #text} or if it is none. */
    static OptionalDouble number(Path file) {
        Optional<String> text = text(file);
        return text.isPresent() ? number(text.get()) : OptionalDouble.empty();
    }

    static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(
                    text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
