package io.vedette.rules.shipped;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileException;
import io.vedette.rules.file.RuleFileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lists the rules that come with Vedette. A new file gets its name here, its tests beside the others. */
public final class ShippedRules {
    private static final List<String> NAMES =
            List.of("node.yml", "disks.yml", "network.yml", "logs.yml", "vedette.yml");

    private ShippedRules() {}

    /** The names of the files, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The text of a file.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static String text(String name) {
        try (InputStream in = ShippedRules.class.getResourceAsStream(name)) {
            if (in == null || !NAMES.contains(name)) {
                throw new IllegalArgumentException("no rules called " + name + " are shipped; there are " + NAMES);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files; the name of each begins with {@code shipped:}. */
    public static List<RuleFile> files() {
        List<RuleFile> files = new ArrayList<>();
        for (String name : NAMES) {
            try {
                files.add(RuleFileReader.read("shipped:" + name, text(name)));
            } catch (RuleFileException e) {
                throw new IllegalStateException("Vedette's own rules are broken", e);
            }
        }
        return files;
    }
}
