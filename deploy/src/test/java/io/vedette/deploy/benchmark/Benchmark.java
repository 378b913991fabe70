package io.vedette.deploy.benchmark;

import io.vedette.deploy.logging.ProcessLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs the comparisons named on the command line, or all, and prints one table. */
public final class Benchmark {
    private static final List<Part> PARTS =
            List.of(new RulesPart(), new QueriesPart(), new IngestPart(), new MemoryPart());

    private Benchmark() {}

    /** Exit codes: 0 it ran, 1 it could not, 2 wrong use. */
    public static void main(String[] arguments) throws Exception {
        List<Part> wanted = new ArrayList<>();
        for (String argument : arguments) {
            PARTS.stream().filter(part -> part.name().equals(argument)).forEach(wanted::add);
        }
        if (wanted.size() < arguments.length) {
            System.err.println("benchmark: the parts are "
                    + String.join(", ", PARTS.stream().map(Part::name).toList()) + "; without one all are run");
            System.exit(2);
        }
        Path data = Path.of(System.getProperty("vedette.data", "../shared/data"));
        if (!Files.isDirectory(data.resolve("rules"))) {
            System.err.println("benchmark: no recorded rules and dashboards at " + data + "; name their folder with"
                    + " VEDETTE_DATA=DIR");
            System.exit(1);
        }
        ProcessLog.install(false);
        run(wanted.isEmpty() ? PARTS : wanted, data, System.out);
        // Kafka leaves threads behind that would keep the process.
        System.exit(0);
    }

    private static void run(List<Part> parts, Path data, PrintStream out) throws Exception {
        Bench.Sizes sizes = new Bench.Sizes(
                Integer.getInteger("benchmark.series", 100_000),
                Integer.getInteger("benchmark.rules", 1_000),
                Integer.getInteger("benchmark.nodes", 20),
                Integer.getInteger("benchmark.hours", 6));
        List<Part.Row> rows = new ArrayList<>();
        for (Part part : parts) {
            out.println(part.name() + ": " + part.subject());
            Path folder = Files.createTempDirectory("vedette-benchmark");
            try (Bench bench = new Bench(folder, data, sizes, out)) {
                rows.addAll(part.run(bench));
            } finally {
                delete(folder);
            }
        }
        print(rows, out);
    }

    private static void print(List<Part.Row> rows, PrintStream out) {
        String line = "| %-58s | %12s | %12s | %7s | %-14s |%n";
        out.printf(Locale.ROOT, line, "", "prometheus", "vedette", "ratio", "goal");
        out.printf(
                Locale.ROOT,
                line.replace(" %", "%").replace(" |", "|"),
                "-".repeat(60),
                "-".repeat(13) + ":",
                "-".repeat(13) + ":",
                "-".repeat(8) + ":",
                "-".repeat(16));
        for (Part.Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    line,
                    row.what(),
                    number(row.prometheus()),
                    number(row.vedette()),
                    String.format(Locale.ROOT, "%.2f", row.ratio()),
                    row.goal());
        }
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.3f", value);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
