package io.vedette.rules.promql.script;

import io.vedette.rules.histogram.BucketRow;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Native histograms as scripts write them: <code>{{schema:0 sum:5 count:4 buckets:[1 2 1]}}</code>. */
final class HistogramNotation {
    private static final Pattern FIELD = Pattern.compile("\\s*(\\w+):(\\[[^\\]]*]|[^\\s\\[]+)\\s*");

    private HistogramNotation() {}

    /** A histogram, and whether it says what is known about a reset. */
    record Parsed(FloatHistogram histogram, boolean hinted) {}

    /** Parses what stands between the double braces. */
    static Parsed parse(String text) {
        Map<String, String> fields = new HashMap<>();
        Matcher matcher = FIELD.matcher(text);
        while (matcher.lookingAt() && matcher.end() > matcher.start()) {
            fields.put(matcher.group(1), matcher.group(2));
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        if (matcher.regionStart() != matcher.regionEnd() && !text.isBlank()) {
            throw new IllegalArgumentException("histogram " + text);
        }
        FloatHistogram histogram = new FloatHistogram.Builder()
                .schema(Integer.parseInt(fields.getOrDefault("schema", "0")))
                .total(number(fields, "count"), number(fields, "sum"))
                .zero(number(fields, "z_bucket_w"), number(fields, "z_bucket"))
                .buckets(
                        BucketRow.of((int) number(fields, "offset"), numbers(fields, "buckets")),
                        BucketRow.of((int) number(fields, "n_offset"), numbers(fields, "n_buckets")))
                .customBounds(numbers(fields, "custom_values"))
                .hint(hint(fields.getOrDefault("counter_reset_hint", "unknown")))
                .build();
        return new Parsed(histogram, fields.containsKey("counter_reset_hint"));
    }

    private static ResetHint hint(String text) {
        return switch (text) {
            case "unknown" -> ResetHint.UNKNOWN;
            case "reset" -> ResetHint.RESET;
            case "not_reset" -> ResetHint.NOT_RESET;
            case "gauge" -> ResetHint.GAUGE;
            default -> throw new IllegalArgumentException("counter_reset_hint " + text);
        };
    }

    private static double number(Map<String, String> fields, String name) {
        return SeriesLine.number(fields.getOrDefault(name, "0"));
    }

    private static double[] numbers(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "[]");
        List<Double> numbers = new ArrayList<>();
        for (String word : text.substring(1, text.length() - 1).strip().split("\\s+", -1)) {
            if (!word.isEmpty()) {
                numbers.add(SeriesLine.number(word));
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
