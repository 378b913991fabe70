package io.vedette.rules.unittest;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileException;
import io.vedette.rules.file.RuleFileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs files of rule unit tests. Safe for use by any thread. */
public final class RuleTestRunner {
    /** Finds the rule files that a test file names. */
    @FunctionalInterface
    public interface RuleFiles {
        /**
         * The rule files that a path or glob means, in order.
         *
         * @throws RuleFileException if one cannot be used
         * @throws IOException if one cannot be read
         */
        List<RuleFile> matching(String pattern) throws IOException, RuleFileException;
    }

    /**
     * Runs the tests of a file.
     *
     * @throws RuleFileException if it or one of its rule files cannot be used
     * @throws IOException if one cannot be read
     */
    public RuleTestReport run(Path file) throws IOException, RuleFileException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        return run(file.toString(), Files.readString(file), pattern -> onDisk(folder, pattern));
    }

    /**
     * Runs tests.
     *
     * @param name for messages
     * @param ruleFiles where the rule files come from that it names
     * @throws RuleFileException if it or one of its rule files cannot be used
     * @throws IOException if one cannot be read
     */
    public RuleTestReport run(String name, String yaml, RuleFiles ruleFiles) throws IOException, RuleFileException {
        RuleTestFile tests = RuleTestFileReader.read(name, yaml);
        List<RuleFile.Group> groups = new ArrayList<>();
        for (String pattern : tests.ruleFiles()) {
            for (RuleFile file : ruleFiles.matching(pattern)) {
                groups.addAll(file.groups());
            }
        }
        List<String> failures = new ArrayList<>();
        for (RuleTestFile.Test test : tests.tests()) {
            RuleTest run = new RuleTest(tests, test, ordered(groups, tests.groupOrder()));
            failures.addAll(run.failures());
        }
        return new RuleTestReport(name, failures);
    }

    /** Groups that the order names come where it says; others stay before them, as promtool sorts them. */
    private static List<RuleFile.Group> ordered(List<RuleFile.Group> groups, List<String> order) {
        List<RuleFile.Group> ordered = new ArrayList<>(groups);
        ordered.sort((a, b) -> Integer.compare(order.indexOf(a.name()), order.indexOf(b.name())));
        return ordered;
    }

    private static List<RuleFile> onDisk(Path folder, String pattern) throws IOException, RuleFileException {
        Path wanted = folder.resolve(pattern);
        List<Path> paths = new ArrayList<>();
        if (Files.exists(wanted)) {
            paths.add(wanted);
        } else if (wanted.getParent() != null && Files.isDirectory(wanted.getParent())) {
            try (DirectoryStream<Path> matching =
                    Files.newDirectoryStream(wanted.getParent(), String.valueOf(wanted.getFileName()))) {
                matching.forEach(paths::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            paths.sort(null);
        }
        if (paths.isEmpty()) {
            throw new IOException(wanted + ": no such rule file; paths in a test file are relative to it");
        }
        List<RuleFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(RuleFileReader.read(path.toString(), Files.readString(path)));
        }
        return files;
    }
}
