package io.vedette.rules.unittest;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import io.vedette.rules.series.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Series as promtool's tests write them: {@code up{job="a"}} with the values {@code 1 2 _ stale 0+5x10 1x3 _x2}. */
final class SeriesNotation {
    /** A test that makes up more is a slip of the pen. */
    private static final int MAX_VALUES = 5_000_000;

    private SeriesNotation() {}

    /**
     * A value.
     *
     * @param number without meaning if there is a histogram
     */
    record Point(double number, @Nullable FloatHistogram histogram) {}

    /**
     * The labels of a series.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Labels labels(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equals("{}")) {
            return Labels.EMPTY;
        }
        Expr expression;
        try {
            expression = PromQl.parse(trimmed);
        } catch (PromQlException e) {
            throw new IllegalArgumentException("labels \"" + text + "\": " + e.getMessage(), e);
        }
        if (!(expression instanceof Expr.VectorSelector selector)) {
            throw new IllegalArgumentException("labels \"" + text + "\": not a series");
        }
        Map<String, String> labels = new TreeMap<>();
        for (LabelMatcher matcher : selector.matchers()) {
            if (matcher.type() != LabelMatcher.Type.EQUAL) {
                throw new IllegalArgumentException("labels \"" + text + "\": only = can stand in a series");
            }
            labels.put(matcher.name(), matcher.value());
        }
        return Labels.of(labels);
    }

    /**
     * Values, null where there is none.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    static List<@Nullable Point> values(String text) {
        List<@Nullable Point> values = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = endOfItem(text, at);
            String item = text.substring(at, end);
            if (item.startsWith("{{")) {
                HistogramNotation.sequence(item, MAX_VALUES - values.size())
                        .forEach(parsed -> values.add(new Point(0, parsed.histogram())));
            } else if (!item.isEmpty()) {
                expand(item, values);
            }
            at = end + 1;
        }
        return values;
    }

    /** Where the white space after an item stands, that within a histogram not counted. */
    private static int endOfItem(String text, int start) {
        int end = start;
        boolean histogram = false;
        while (end < text.length() && (histogram || !Character.isWhitespace(text.charAt(end)))) {
            histogram = histogram ? !text.startsWith("}}", end) : text.startsWith("{{", end);
            end++;
        }
        return end;
    }

    private static void expand(String item, List<@Nullable Point> into) {
        int cross = item.lastIndexOf('x');
        String what = cross < 0 ? item : item.substring(0, cross);
        int times = cross < 0 ? 0 : times(item, item.substring(cross + 1));
        if (into.size() + (long) times > MAX_VALUES) {
            throw new IllegalArgumentException("\"" + item + "\": more than " + MAX_VALUES + " values");
        }
        if (what.equals("_")) {
            // A gap repeated is that many, a value repeated is one more: the value itself and its repetitions.
            for (int i = 0; i < Math.max(1, times); i++) {
                into.add(null);
            }
            return;
        }
        int operator = operator(what);
        boolean steps = operator > 0 && cross >= 0;
        double start = number(item, steps ? what.substring(0, operator) : what);
        double step = steps ? number(item, what.substring(operator)) : 0;
        double value = start;
        for (int i = 0; i <= times; i++) {
            into.add(new Point(value, null));
            value = steps ? value + step : value;
        }
    }

    /** Where the step's sign stands; 0 if there is none. */
    private static int operator(String what) {
        for (int i = what.length() - 1; i > 0; i--) {
            char c = what.charAt(i);
            if ((c == '+' || c == '-') && Character.toLowerCase(what.charAt(i - 1)) != 'e') {
                return i;
            }
        }
        return 0;
    }

    private static int times(String item, String digits) {
        try {
            return Integer.parseUnsignedInt(digits) & Integer.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + item + "\": no number after x", e);
        }
    }

    private static double number(String item, String text) {
        return switch (text) {
            case "stale" -> StaleMarker.VALUE;
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "\"" + item + "\" is no value; write 1, 0+5x10, 1x3, _ or stale", e);
                }
            }
        };
    }
}
