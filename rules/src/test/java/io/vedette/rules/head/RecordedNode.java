package io.vedette.rules.head;

import io.vedette.rules.labels.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What Vedette's agent told of a small virtual machine that was building software, every 15 s: the text exposition of
 * each cycle, turned over so that a line holds all values of a series.
 *
 * @param millis time of each cycle since the first
 */
public record RecordedNode(long[] millis, List<RecordedSeries> series) {
    private static final String RESOURCE = "recorded-node.gz";

    /** A series; where it was missing, the value is null. */
    public record RecordedSeries(Labels labels, List<Double> values) {
        boolean isCounter() {
            return labels.metric().endsWith("_total");
        }
    }

    /** Reads the recording. */
    public static RecordedNode load() throws IOException {
        try (InputStream in = Objects.requireNonNull(RecordedNode.class.getResourceAsStream(RESOURCE));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            String[] times = lines.readLine().split(" ");
            long[] millis = new long[times.length - 1];
            for (int i = 0; i < millis.length; i++) {
                millis[i] = Long.parseLong(times[i + 1]);
            }
            return new RecordedNode(
                    millis, lines.lines().map(RecordedNode::series).toList());
        }
    }

    private static RecordedSeries series(String line) {
        int tab = line.indexOf('\t');
        List<Double> values = new ArrayList<>();
        for (String word : line.substring(tab + 1).split(" ")) {
            int star = word.indexOf('*');
            String value = star < 0 ? word : word.substring(0, star);
            int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
            for (int i = 0; i < times; i++) {
                values.add(value.equals("_") ? null : Double.valueOf(value.replace("+Inf", "Infinity")));
            }
        }
        return new RecordedSeries(labels(line.substring(0, tab)), values);
    }

    /** Of a line of the text exposition; no value of the recording holds a quote or a comma in quotes. */
    private static Labels labels(String text) {
        int brace = text.indexOf('{');
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put(Labels.NAME, brace < 0 ? text : text.substring(0, brace));
        labels.put("job", "node");
        labels.put("cluster", "lab");
        if (brace >= 0) {
            for (String pair : text.substring(brace + 1, text.length() - 1).split(",(?=[a-z_]+=)")) {
                int equals = pair.indexOf('=');
                labels.put(pair.substring(0, equals), pair.substring(equals + 2, pair.length() - 1));
            }
        }
        return Labels.of(labels);
    }

    /**
     * The value of a series in a cycle of a longer time: the recording goes round, counters going on from where they
     * were.
     *
     * @return null if there is none
     */
    public static Double value(RecordedSeries series, int cycle) {
        int length = series.values().size();
        Double value = series.values().get(cycle % length);
        if (value == null || !series.isCounter()) {
            return value;
        }
        Double first = series.values().get(0);
        Double last = series.values().get(length - 1);
        double round = first == null || last == null ? 0 : Math.max(0, last - first);
        // As many places as the values have, so that sums do not make digits up.
        return Math.rint((value + cycle / length * round) * 1e6) / 1e6;
    }

    /** When a cycle of a longer time was. */
    public long millis(int cycle) {
        int length = millis.length;
        return cycle / length * (millis[length - 1] + 15_000) + millis[cycle % length];
    }
}
