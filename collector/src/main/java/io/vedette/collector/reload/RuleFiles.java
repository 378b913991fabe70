package io.vedette.collector.reload;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileException;
import io.vedette.rules.file.RuleFileReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The rules: those that come with Vedette, and those in the files that the configuration names. */
public final class RuleFiles implements Reloadable {
    private static final long MAX_BYTES = 4 << 20;

    private final List<RuleFile> shipped;
    private final List<String> globs;
    private final Consumer<List<RuleFile>> inForce;

    /**
     * @param shipped rules that are always there
     * @param globs paths, of which the last part may hold {@code *}, {@code ?} and {@code [...]}; a path without these
     *     must exist
     * @param inForce takes the rules when all are good
     */
    public RuleFiles(List<RuleFile> shipped, List<String> globs, Consumer<List<RuleFile>> inForce) {
        this.shipped = List.copyOf(shipped);
        this.globs = List.copyOf(globs);
        this.inForce = inForce;
    }

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public List<Path> files() {
        TreeSet<Path> found = new TreeSet<>();
        globs.forEach(glob -> found.addAll(expand(glob)));
        return List.copyOf(found);
    }

    @Override
    public void reload() throws ReloadException {
        List<RuleFile> files = new ArrayList<>(shipped);
        List<String> problems = new ArrayList<>();
        for (Path file : files()) {
            try {
                files.add(RuleFileReader.read(file.toString(), read(file)));
            } catch (RuleFileException | ReloadException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ReloadException(String.join("\n", problems));
        }
        inForce.accept(files);
    }

    private static String read(Path file) throws ReloadException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ReloadException(file + ": larger than " + MAX_BYTES + " bytes; is it a rule file?");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ReloadException(file + ": no such file", e);
        } catch (MalformedInputException e) {
            throw new ReloadException(file + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ReloadException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> expand(String glob) {
        int slash = glob.lastIndexOf('/');
        String pattern = glob.substring(slash + 1);
        if (pattern.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
            return List.of(Path.of(glob));
        }
        List<Path> found = new ArrayList<>();
        Path folder = Path.of(slash < 0 ? "." : slash == 0 ? "/" : glob.substring(0, slash));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(entry -> found.add(slash < 0 ? entry.getFileName() : entry));
        } catch (IOException e) {
            // A folder that is not there has no rules; the error of a folder that cannot be read comes with its path.
            return Files.exists(folder) ? List.of(folder) : List.of();
        }
        return found;
    }
}
