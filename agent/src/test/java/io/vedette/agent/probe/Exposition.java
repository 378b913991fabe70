package io.vedette.agent.probe;

import java.util.Map;
import java.util.TreeMap;

/**
 * Text exposition taken apart for comparison. Reads what exporters print, no more.
 *
 * @param values by metric and labels sorted by name, as {@code name{a="b"}}
 * @param help by family
 * @param type by family
 */
public record Exposition(Map<String, Double> values, Map<String, String> help, Map<String, String> type) {
    public static Exposition of(Batch batch) {
        return parse(TextExposition.format(batch));
    }

    public static Exposition parse(String text) {
        Exposition read = new Exposition(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                (line.startsWith("# HELP ") ? read.help : read.type).put(words[2], words.length < 4 ? "" : words[3]);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.lastIndexOf(' ');
                String value = line.substring(space + 1).replace("Inf", "Infinity");
                read.values.put(sorted(line.substring(0, space)), Double.parseDouble(value));
            }
        }
        return read;
    }

    /** The family of a series in {@link #values}. */
    public static String metric(String series) {
        int brace = series.indexOf('{');
        return brace < 0 ? series : series.substring(0, brace);
    }

    private static String sorted(String series) {
        int brace = series.indexOf('{');
        if (brace < 0) {
            return series;
        }
        Map<String, String> labels = new TreeMap<>();
        int at = brace + 1;
        while (series.charAt(at) != '}') {
            int equals = series.indexOf('=', at);
            int end = equals + 2;
            while (series.charAt(end) != '"') {
                end += series.charAt(end) == '\\' ? 2 : 1;
            }
            labels.put(series.substring(at, equals), series.substring(equals + 2, end));
            at = series.charAt(end + 1) == ',' ? end + 2 : end + 1;
        }
        return series.substring(0, brace) + labels;
    }
}
