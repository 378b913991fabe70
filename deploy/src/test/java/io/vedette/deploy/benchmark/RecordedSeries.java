package io.vedette.deploy.benchmark;

import io.vedette.rules.labels.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A series of a node that was recorded, as that of one of many such nodes: each begins at another place of the
 * recording, which goes round, counters going on from where they were.
 */
final class RecordedSeries implements LoadedSeries {
    /** What Vedette's agent told of a machine; the tests of the head have it. */
    private static final String RECORDING = "rules/src/test/resources/io/vedette/rules/head/recorded-node.gz";

    /** Nodes do not do the same at the same time. */
    private static final int SHIFT = 13;

    private final byte[] encodedLabels;
    private final double[] values;
    private final double round;
    private final int shift;

    private RecordedSeries(Labels labels, double[] values, int node) {
        this.encodedLabels = LoadedSeries.encode(labels);
        this.values = values;
        boolean counter = labels.metric().endsWith("_total");
        this.round = counter ? Math.max(0, values[values.length - 1] - values[0]) : 0;
        this.shift = node * SHIFT;
    }

    /** So many series of as many nodes as it takes. */
    static List<RecordedSeries> of(Path checkout, int count) throws IOException {
        List<RecordedSeries> series = new ArrayList<>();
        List<String> lines = lines(checkout.resolve(RECORDING));
        for (int node = 0; series.size() < count; node++) {
            for (String line : lines) {
                int tab = line.indexOf('\t');
                double[] values = values(line.substring(tab + 1));
                Labels labels = labels(line.substring(0, tab), "node-" + node + ".example.org:9100");
                series.add(new RecordedSeries(labels, values, node));
            }
        }
        return series.subList(0, count);
    }

    /** Of the recording, without the line of its times. */
    private static List<String> lines(Path recording) throws IOException {
        try (InputStream in = Files.newInputStream(recording);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).toList();
        }
    }

    /** What was missing is as what came before it. */
    private static double[] values(String words) {
        double[] values = new double[0];
        double last = 0;
        for (String word : words.split(" ")) {
            int star = word.indexOf('*');
            String value = star < 0 ? word : word.substring(0, star);
            int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
            last = value.equals("_") ? last : Double.parseDouble(value.replace("+Inf", "Infinity"));
            values = Arrays.copyOf(values, values.length + times);
            Arrays.fill(values, values.length - times, values.length, last);
        }
        return values;
    }

    private static Labels labels(String text, String instance) {
        int brace = text.indexOf('{');
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put(Labels.NAME, brace < 0 ? text : text.substring(0, brace));
        labels.put("job", "node");
        labels.put("cluster", "lab");
        labels.put("instance", instance);
        if (brace >= 0) {
            for (String pair : text.substring(brace + 1, text.length() - 1).split(",(?=[a-z_]+=)")) {
                int equals = pair.indexOf('=');
                labels.put(pair.substring(0, equals), pair.substring(equals + 2, pair.length() - 1));
            }
        }
        return Labels.of(labels);
    }

    @Override
    public byte[] encodedLabels() {
        return encodedLabels;
    }

    @Override
    public double value(int cycle) {
        int at = cycle + shift;
        double value = values[at % values.length];
        // As many places as the values have, so that sums do not make digits up.
        return round == 0 ? value : Math.rint((value + at / values.length * round) * 1e6) / 1e6;
    }
}
