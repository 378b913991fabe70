package io.vedette.collector.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/** A real Prometheus and our API with the same samples. */
final class Twins implements AutoCloseable {
    /** Sums and means of many numbers may be rounded differently; nothing else may differ. */
    private static final double TOLERANCE = 1e-9;

    private final Head head = new Head(HeadLimits.DEFAULT);
    private final RealPrometheus prometheus;
    private final ApiServer server;

    private Twins(RealPrometheus prometheus) throws Exception {
        this.prometheus = prometheus;
        this.server = new ApiServer(WholeApi.doors(head, InstantSource.system(), List::of));
    }

    static Twins start(Path folder) throws Exception {
        return new Twins(RealPrometheus.start(folder));
    }

    /** Gives both the samples of a remote-write request. */
    void push(byte[] request) throws Exception {
        int status = ApiServer.push(
                        prometheus.url(),
                        Snappy.compress(request),
                        "Content-Encoding",
                        "snappy",
                        "X-Prometheus-Remote-Write-Version",
                        "0.1.0")
                .statusCode();
        if (status != 204) {
            throw new IOException("Prometheus answered a push with " + status);
        }
        new WriteRequestReader().read(request, new WriteRequestVisitor() {
            private Labels current = Labels.EMPTY;

            @Override
            public void series(SeriesLabels encoded) throws MalformedRecordException {
                current = Labels.ofSorted(encoded.decode(), encoded.length());
            }

            @Override
            public void sample(long timestampMillis, double value) {
                head.append(current, timestampMillis, value);
            }
        });
    }

    /** Asks both; what differs, or the empty text. */
    String difference(String path, String... namesAndValues) throws Exception {
        ApiServer.Answer theirs = ApiServer.ask(prometheus.url(), path, namesAndValues);
        ApiServer.Answer ours = server.get(path, namesAndValues);
        if (theirs.status() != ours.status()) {
            return "Prometheus answers " + theirs.status() + " " + shortened(theirs.body()) + ", we " + ours.status()
                    + " " + shortened(ours.body());
        }
        if (theirs.status() != 200) {
            String theirType = theirs.body().path("errorType").asText();
            String ourType = ours.body().path("errorType").asText();
            return theirType.equals(ourType) ? "" : "Prometheus's error is " + theirType + ", ours " + ourType;
        }
        return difference(theirs.data(), ours.data());
    }

    /** What Prometheus and we say that a query read. */
    List<JsonNode> samplesRead(String path, String... namesAndValues) throws Exception {
        return List.of(
                ApiServer.ask(prometheus.url(), path, namesAndValues).data().at("/stats/samples"),
                server.get(path, namesAndValues).data().at("/stats/samples"));
    }

    /** The HTTP statuses that Prometheus and we answer with. */
    List<Integer> statuses(String path, String... namesAndValues) throws Exception {
        return List.of(
                ApiServer.ask(prometheus.url(), path, namesAndValues).status(),
                server.get(path, namesAndValues).status());
    }

    private static String shortened(JsonNode body) {
        String text = body.toString();
        return text.length() < 160 ? text : text.substring(0, 160) + "…";
    }

    private static String difference(JsonNode theirs, JsonNode ours) {
        String type = theirs.path("resultType").asText();
        if (!type.equals(ours.path("resultType").asText())) {
            return "Prometheus's result is a " + type + ", ours a " + ours.path("resultType");
        }
        if (type.equals("scalar") || type.equals("string")) {
            return samplesDiffer("", List.of(theirs.path("result")), List.of(ours.path("result")));
        }
        Map<String, JsonNode> theirSeries = bySeries(theirs.path("result"));
        Map<String, JsonNode> ourSeries = bySeries(ours.path("result"));
        if (!theirSeries.keySet().equals(ourSeries.keySet())) {
            return "Prometheus has the series " + theirSeries.keySet() + ", we " + ourSeries.keySet();
        }
        for (Map.Entry<String, JsonNode> entry : theirSeries.entrySet()) {
            JsonNode other = Objects.requireNonNull(ourSeries.get(entry.getKey()));
            String difference = entry.getValue().has("value")
                    ? samplesDiffer(
                            entry.getKey(), List.of(entry.getValue().path("value")), List.of(other.path("value")))
                    : samplesDiffer(entry.getKey(), entry.getValue().path("values"), other.path("values"));
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    private static Map<String, JsonNode> bySeries(JsonNode result) {
        Map<String, JsonNode> series = new TreeMap<>();
        result.forEach(one -> {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            series.put(labels.toString(), one);
        });
        return series;
    }

    private static String samplesDiffer(String series, Iterable<JsonNode> theirs, Iterable<JsonNode> ours) {
        Iterator<JsonNode> their = theirs.iterator();
        Iterator<JsonNode> our = ours.iterator();
        while (their.hasNext() && our.hasNext()) {
            JsonNode one = their.next();
            JsonNode other = our.next();
            if (!one.get(0).equals(other.get(0))
                    || !near(one.get(1).asText(), other.get(1).asText())) {
                return series + ": Prometheus has " + one + ", we " + other;
            }
        }
        return their.hasNext() == our.hasNext()
                ? ""
                : series + ": " + (their.hasNext() ? "Prometheus" : "we") + " have more samples";
    }

    private static boolean near(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        try {
            double a = number(one);
            double b = number(other);
            return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public void close() throws Exception {
        server.close();
        prometheus.close();
    }
}
