package io.vedette.deploy.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;

/** Compares answers of the Prometheus API: the same series with the same values, in whatever order. */
final class Answers {
    /** Sums in another order differ in their last digits. */
    private static final double TOLERANCE = 1e-9;

    private Answers() {}

    /** What two answers differ in; empty if in nothing. */
    static String difference(JsonNode theirs, JsonNode ours) {
        String theirStatus = theirs.path("status").asText();
        String ourStatus = ours.path("status").asText();
        if (!theirStatus.equals(ourStatus)) {
            return "status " + theirStatus + ", " + ourStatus + ": "
                    + theirs.path("error").asText() + ours.path("error").asText();
        }
        if (!theirStatus.equals("success")) {
            return "";
        }
        JsonNode theirData = theirs.path("data");
        JsonNode ourData = ours.path("data");
        if (theirData.path("resultType").asText().equals("scalar")) {
            return sample(theirData.path("result"), ourData.path("result"));
        }
        TreeMap<String, JsonNode> theirSeries = bySeries(theirData.path("result"));
        TreeMap<String, JsonNode> ourSeries = bySeries(ourData.path("result"));
        if (!theirSeries.keySet().equals(ourSeries.keySet())) {
            return theirSeries.size() + " series against " + ourSeries.size();
        }
        for (var entry : theirSeries.entrySet()) {
            String difference = series(entry.getValue(), ourSeries.getOrDefault(entry.getKey(), entry.getValue()));
            if (!difference.isEmpty()) {
                return entry.getKey() + ": " + difference;
            }
        }
        return "";
    }

    private static TreeMap<String, JsonNode> bySeries(JsonNode result) {
        TreeMap<String, JsonNode> series = new TreeMap<>();
        for (JsonNode one : result) {
            TreeMap<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .fields()
                    .forEachRemaining(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            series.put(labels.toString(), one);
        }
        return series;
    }

    private static String series(JsonNode theirs, JsonNode ours) {
        if (theirs.has("value")) {
            return sample(theirs.path("value"), ours.path("value"));
        }
        JsonNode theirValues = theirs.path("values");
        JsonNode ourValues = ours.path("values");
        if (theirValues.size() != ourValues.size()) {
            return theirValues.size() + " samples against " + ourValues.size();
        }
        for (int i = 0; i < theirValues.size(); i++) {
            String difference = sample(theirValues.get(i), ourValues.get(i));
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    private static String sample(JsonNode theirs, JsonNode ours) {
        boolean sameTime = theirs.path(0).asDouble() == ours.path(0).asDouble();
        return sameTime && isClose(theirs.path(1).asText(), ours.path(1).asText()) ? "" : theirs + " against " + ours;
    }

    private static boolean isClose(String theirs, String ours) {
        if (theirs.equals(ours)) {
            return true;
        }
        if (theirs.contains("N") || theirs.contains("I") || ours.contains("N") || ours.contains("I")) {
            return false;
        }
        double a = Double.parseDouble(theirs);
        double b = Double.parseDouble(ours);
        return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }
}
