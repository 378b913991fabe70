package io.vedette.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vedette query}: a PromQL expression, answered by a collector. */
@Command(
        name = "query",
        description = "Evaluate a PromQL expression, now, at a time or over a range.",
        footer = "%nTimes: now, now-15m, 2026-11-23T14:00:00Z or seconds since 1970.")
final class QueryCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final CollectorClient collector = new CollectorClient();

    @Parameters(paramLabel = "EXPR", description = "the expression")
    private String expression = "";

    @ArgGroup(exclusive = true)
    private When when = new When();

    /** One time or a range, not both. */
    static final class When {
        @Option(names = "--at", paramLabel = "T", description = "the time to evaluate at; default now")
        private @Nullable String at;

        @ArgGroup(exclusive = false)
        private @Nullable Range range;
    }

    /** A range. */
    static final class Range {
        @Option(names = "--from", paramLabel = "T", required = true, description = "the first time of a range")
        private String from = "";

        @Option(
                names = "--to",
                paramLabel = "T",
                defaultValue = "now",
                description = "the last time of a range; default now")
        private String to = "now";

        @Option(
                names = "--step",
                paramLabel = "D",
                defaultValue = "15s",
                description = "time between two steps; default 15s")
        private String step = "15s";
    }

    @Override
    public Integer call() throws Failure {
        Instant now = Clock.systemUTC().instant();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("query", expression);
        Range range = when.range;
        String at = when.at;
        JsonNode answer;
        if (range != null) {
            parameters.put("start", TimeText.seconds(TimeText.parse(range.from, now)));
            parameters.put("end", TimeText.seconds(TimeText.parse(range.to, now)));
            parameters.put("step", range.step);
            answer = collector.get("/api/v1/query_range", parameters);
        } else {
            parameters.put("time", TimeText.seconds(at == null ? now : TimeText.parse(at, now)));
            answer = collector.get("/api/v1/query", parameters);
        }
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        for (String kind : new String[] {"warnings", "infos"}) {
            answer.path(kind).forEach(text -> spec.commandLine().getErr().println("vedette: " + text.asText()));
        }
        print(answer.path("data"), spec.commandLine().getOut());
        return 0;
    }

    private static void print(JsonNode data, PrintWriter out) {
        JsonNode result = data.path("result");
        switch (data.path("resultType").asText()) {
            case "vector" ->
                result.forEach(
                        series -> out.println(series(series.path("metric")) + " => " + point(series.path("value"))));
            case "matrix" ->
                result.forEach(series -> {
                    out.println(series(series.path("metric")) + " =>");
                    series.path("values").forEach(value -> out.println(point(value)));
                });
            default -> out.println(point(result));
        }
        out.flush();
    }

    private static String point(JsonNode timeAndValue) {
        return timeAndValue.path(1).asText() + " @["
                + timeAndValue.path(0).decimalValue().toPlainString() + "]";
    }

    private static String series(JsonNode metric) {
        StringBuilder text = new StringBuilder(metric.path("__name__").asText());
        String separator = "{";
        for (Entry<String, JsonNode> label : metric.properties()) {
            if (!label.getKey().equals("__name__")) {
                text.append(separator).append(label.getKey()).append('=').append(label.getValue());
                separator = ", ";
            }
        }
        return text.append(separator.equals("{") ? text.length() == 0 ? "{}" : "" : "}")
                .toString();
    }
}
