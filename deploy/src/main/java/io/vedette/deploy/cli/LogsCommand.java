package io.vedette.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vedette logs}: log lines that match a query, oldest first as in a file, and then those that come. */
@Command(
        name = "logs",
        description = "Search the logs, or follow them as they come.",
        footer = {
            "%nQUERY has Lucene's syntax over ECS fields; a bare word looks in the message:",
            "  vedette logs 'error AND host.name:node1' --from now-1h",
            "  vedette logs 'log.level:(warn OR error)' --follow"
        })
final class LogsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final CollectorClient collector = new CollectorClient();

    @Parameters(paramLabel = "QUERY", arity = "0..1", description = "what to look for; default everything")
    private String query = "";

    @Option(
            names = "--from",
            paramLabel = "T",
            defaultValue = "now-15m",
            description = "the earliest time; default ${DEFAULT-VALUE}")
    private String from = "now-15m";

    @Option(
            names = "--to",
            paramLabel = "T",
            defaultValue = "now",
            description = "the latest time; default ${DEFAULT-VALUE}")
    private String to = "now";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "the most lines shown from the past; default ${DEFAULT-VALUE}")
    private int limit = 100;

    @Option(names = "--follow", description = "go on with lines as they come, until interrupted")
    private boolean follow;

    @Option(names = "--json", description = "print whole documents, one a line")
    private boolean json;

    @Override
    public Integer call() throws Failure {
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!follow) {
            printPast(out);
            return 0;
        }
        // The stream is opened before the past is asked for, so that no line falls between; one that is in both is
        // known by its identity.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                collector.stream("/api/logs/tail", Map.of("query", query)), StandardCharsets.UTF_8))) {
            LogLines printed = printPast(out);
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("data:")) {
                    printed.print(JSON.readTree(line.substring("data:".length())));
                    out.flush();
                }
            }
        } catch (JsonProcessingException e) {
            throw new Failure("the collector sent a line that is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Failure("the collector broke off: " + e.getMessage(), e);
        }
        throw new Failure("the collector closed the stream; run the command again to go on");
    }

    private LogLines printPast(PrintWriter out) throws Failure {
        JsonNode answer = collector.get(
                "/api/logs", Map.of("query", query, "from", from, "to", to, "limit", Integer.toString(limit)));
        List<JsonNode> newestFirst = new ArrayList<>();
        answer.path("documents").forEach(newestFirst::add);
        Collections.reverse(newestFirst);
        LogLines lines = new LogLines(out, json);
        newestFirst.forEach(lines::print);
        out.flush();
        return lines;
    }
}
