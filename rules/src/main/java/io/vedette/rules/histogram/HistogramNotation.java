package io.vedette.rules.histogram;

import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import io.vedette.rules.number.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Native histograms as Prometheus's tests write them: <code>{{schema:0 sum:5 count:4 buckets:[1 2 1]}}</code>. */
public final class HistogramNotation {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private HistogramNotation() {}

    /** A histogram, and whether it says what is known about a reset. */
    public record Parsed(FloatHistogram histogram, boolean hinted) {}

    /**
     * Histograms that an item of a series stands for: one, {@code {{..}}x3} that one and three more, or
     * {@code {{..}}+{{..}}x3} each larger than the one before.
     *
     * @param most more are refused
     * @throws IllegalArgumentException if it is malformed
     */
    public static List<Parsed> sequence(String item, int most) {
        int end = item.indexOf(CLOSE);
        if (!item.startsWith(OPEN) || end < 0) {
            throw new IllegalArgumentException("\"" + item + "\" is no histogram");
        }
        Parsed first = parse(item.substring(OPEN.length(), end));
        String rest = item.substring(end + CLOSE.length());
        Parsed step = null;
        boolean adds = rest.startsWith("+");
        if (adds || rest.startsWith("-")) {
            int stepEnd = rest.indexOf(CLOSE);
            if (!rest.startsWith(OPEN, 1) || stepEnd < 0) {
                throw new IllegalArgumentException("\"" + item + "\": no histogram after + or -");
            }
            step = parse(rest.substring(1 + OPEN.length(), stepEnd));
            rest = rest.substring(stepEnd + CLOSE.length());
        }
        int times = times(item, rest, most);
        List<Parsed> all = new ArrayList<>();
        boolean hinted = step == null ? first.hinted : step.hinted;
        FloatHistogram histogram = first.histogram;
        all.add(new Parsed(histogram, hinted));
        for (int i = 0; i < times; i++) {
            histogram = step == null ? histogram : next(item, histogram, step.histogram, adds);
            all.add(new Parsed(histogram, hinted));
        }
        return all;
    }

    private static FloatHistogram next(String item, FloatHistogram histogram, FloatHistogram step, boolean adds) {
        Optional<HistogramSum> sum = adds ? HistogramSum.add(histogram, step) : HistogramSum.subtract(histogram, step);
        return sum.orElseThrow(() -> new IllegalArgumentException("\"" + item + "\": histograms of different schemas"))
                .result();
    }

    private static int times(String item, String rest, int most) {
        if (rest.isEmpty()) {
            return 0;
        }
        try {
            int times = rest.startsWith("x") ? Integer.parseInt(rest.substring(1)) : -1;
            if (times >= 0 && times <= most) {
                return times;
            }
        } catch (NumberFormatException e) {
            // told below, together with what else may stand there
        }
        throw new IllegalArgumentException("\"" + item + "\": no number up to " + most + " after x");
    }

    /** Parses what stands between the double braces. */
    public static Parsed parse(String text) {
        Map<String, String> fields = fields(text);
        FloatHistogram histogram = new FloatHistogram.Builder()
                .schema(schema(fields.remove("schema")))
                .total(number(fields.remove("count")), number(fields.remove("sum")))
                .zero(number(fields.remove("z_bucket_w")), number(fields.remove("z_bucket")))
                .buckets(
                        BucketRow.of((int) number(fields.remove("offset")), numbers(fields.remove("buckets"))),
                        BucketRow.of((int) number(fields.remove("n_offset")), numbers(fields.remove("n_buckets"))))
                .customBounds(numbers(fields.remove("custom_values")))
                .build();
        String hint = fields.remove("counter_reset_hint");
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException("a histogram has no " + String.join(", ", fields.keySet()));
        }
        return new Parsed(histogram.withHint(hint(hint)), hint != null);
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new TreeMap<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? -1 : endOfValue(text, colon + 1);
            if (end < 0) {
                throw new IllegalArgumentException("\"" + text.substring(at) + "\" in a histogram is not name:value");
            }
            fields.put(text.substring(at, colon), text.substring(colon + 1, end));
            at = end;
        }
        return fields;
    }

    private static int endOfValue(String text, int start) {
        if (text.startsWith("[", start)) {
            return text.indexOf(']', start) + 1 == 0 ? -1 : text.indexOf(']', start) + 1;
        }
        int end = start;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int schema(@Nullable String text) {
        int schema = (int) number(text);
        if (schema != FloatHistogram.CUSTOM_BOUNDS && (schema < -4 || schema > 8)) {
            throw new IllegalArgumentException("schema " + schema + " is neither from -4 to 8 nor -53");
        }
        return schema;
    }

    private static ResetHint hint(@Nullable String text) {
        return switch (text == null ? "unknown" : text) {
            case "unknown" -> ResetHint.UNKNOWN;
            case "reset" -> ResetHint.RESET;
            case "not_reset" -> ResetHint.NOT_RESET;
            case "gauge" -> ResetHint.GAUGE;
            default -> throw new IllegalArgumentException("no counter_reset_hint: " + text);
        };
    }

    private static double number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        double number = NumberText.parseOrNaN(text);
        if (Double.isNaN(number) && !text.equalsIgnoreCase("nan")) {
            throw new IllegalArgumentException("\"" + text + "\" in a histogram is not a number");
        }
        return number;
    }

    private static double[] numbers(@Nullable String text) {
        if (text == null) {
            return new double[0];
        }
        if (!text.startsWith("[") || !text.endsWith("]")) {
            throw new IllegalArgumentException("\"" + text + "\" in a histogram is not a list of numbers");
        }
        List<Double> numbers = new ArrayList<>();
        for (String word : text.substring(1, text.length() - 1).split(" ", -1)) {
            if (!word.isBlank()) {
                numbers.add(number(word.strip()));
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A histogram in this notation. */
    public static String print(FloatHistogram histogram) {
        StringJoiner out = new StringJoiner(" ", OPEN, CLOSE);
        if (histogram.schema() != 0) {
            out.add("schema:" + histogram.schema());
        }
        print(out, "count", histogram.count());
        print(out, "sum", histogram.sum());
        print(out, "z_bucket", histogram.zeroCount());
        print(out, "z_bucket_w", histogram.zeroThreshold());
        if (histogram.isCustom()) {
            out.add("custom_values:" + list(histogram.customBounds()));
        }
        if (histogram.hint() != ResetHint.UNKNOWN) {
            out.add("counter_reset_hint:" + histogram.hint().name().toLowerCase(Locale.ROOT));
        }
        print(out, "", histogram.positive().compacted());
        print(out, "n_", histogram.negative().compacted());
        return out.toString();
    }

    private static void print(StringJoiner out, String name, double number) {
        if (number != 0) {
            out.add(name + ":" + NumberText.general(number));
        }
    }

    private static void print(StringJoiner out, String prefix, BucketRow row) {
        if (row.size() == 0) {
            return;
        }
        int first = row.index(0);
        if (first != 0) {
            out.add(prefix + "offset:" + first);
        }
        double[] counts = new double[row.index(row.size() - 1) - first + 1];
        for (int i = 0; i < row.size(); i++) {
            counts[row.index(i) - first] = row.count(i);
        }
        out.add(prefix + "buckets:" + list(counts));
    }

    private static String list(double[] numbers) {
        StringJoiner out = new StringJoiner(" ", "[", "]");
        for (double number : numbers) {
            out.add(NumberText.general(number));
        }
        return out.toString();
    }
}
