package io.vedette.rules.promql.script;

import io.vedette.rules.histogram.HistogramNotation;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.series.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A series with its points: {@code up{job="a"} 1+1x3 _ stale}.
 *
 * @param points one for each interval; null for none
 */
record SeriesLine(Labels labels, List<@Nullable Point> points) {
    private static final String NUMBER = "[+-]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|(?i:inf|nan))";
    private static final Pattern POINTS = Pattern.compile(
            "(?<start>" + NUMBER + "|_|stale)(?:(?<by>[+-]" + NUMBER.substring(5) + ")?x(?<times>\\d+))?(?=\\s|$)");
    private static final Pattern LABEL = Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|`[^`]*`))?\\s*,?");

    static SeriesLine parse(String line) {
        int histogram = line.indexOf("{{");
        int end =
                endOfSeries(histogram < 0 ? line : line.substring(0, histogram).strip());
        Labels labels = labels(line.substring(0, end));
        String values = line.substring(end).strip().replace('\t', ' ');
        List<@Nullable Point> points = new ArrayList<>();
        while (!values.isEmpty()) {
            int endOfItem;
            if (values.startsWith("{{")) {
                int last = values.startsWith("}}+{{", values.indexOf("}}"))
                                || values.startsWith("}}-{{", values.indexOf("}}"))
                        ? values.indexOf("}}", values.indexOf("}}") + 2)
                        : values.indexOf("}}");
                endOfItem = values.indexOf(' ', last) < 0 ? values.length() : values.indexOf(' ', last);
                HistogramNotation.sequence(values.substring(0, endOfItem), 100_000)
                        .forEach(parsed -> points.add(new Point(0, parsed)));
            } else {
                Matcher matcher = POINTS.matcher(values);
                if (!matcher.lookingAt()) {
                    throw new IllegalArgumentException("points " + values);
                }
                addNumbers(matcher, points);
                endOfItem = matcher.end();
            }
            values = values.substring(endOfItem).strip();
        }
        return new SeriesLine(labels, points);
    }

    private static int endOfSeries(String line) {
        char quote = 0;
        boolean braces = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote == '"') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '{') {
                braces = true;
            } else if (c == '}') {
                return i + 1;
            } else if (!braces
                    && Character.isWhitespace(c)
                    && !line.substring(i).strip().startsWith("{")) {
                return i;
            }
        }
        return line.length();
    }

    private static Labels labels(String text) {
        int brace = text.indexOf('{');
        String name = (brace < 0 ? text : text.substring(0, brace)).strip();
        Labels labels = name.isEmpty() ? Labels.EMPTY : Labels.of(Labels.NAME, name);
        if (brace >= 0) {
            Matcher matcher = LABEL.matcher(text.substring(brace + 1, text.lastIndexOf('}')));
            while (matcher.lookingAt() && matcher.end() > matcher.start()) {
                labels = matcher.group(2) == null
                        ? labels.with(Labels.NAME, unquoted(matcher.group(1)))
                        : labels.with(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
                matcher.region(matcher.end(), matcher.regionEnd());
            }
            if (matcher.regionStart() != matcher.regionEnd()
                    && !text.substring(brace + 1, text.lastIndexOf('}')).isBlank()) {
                throw new IllegalArgumentException("labels of " + text);
            }
        }
        return labels;
    }

    private static String unquoted(String text) {
        if (text.charAt(0) == '"') {
            return text.substring(1, text.length() - 1)
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\")
                    .replace("\\n", "\n");
        }
        return text.charAt(0) == '\'' || text.charAt(0) == '`' ? text.substring(1, text.length() - 1) : text;
    }

    private static void addNumbers(Matcher matcher, List<@Nullable Point> points) {
        String start = matcher.group("start");
        boolean gap = start.equals("_");
        String times = matcher.group("times");
        int more = times == null ? gap ? 1 : 0 : Integer.parseInt(times);
        if (gap) {
            for (int i = 0; i < more; i++) {
                points.add(null);
            }
            return;
        }
        double value = start.equals("stale") ? StaleMarker.VALUE : number(start);
        double by = matcher.group("by") == null ? 0 : number(matcher.group("by"));
        for (int i = 0; i <= more; i++) {
            points.add(Point.of(value));
            if (by != 0) {
                value += by;
            }
        }
    }

    static double number(String text) {
        double value = NumberText.parseOrNaN(text);
        if (Double.isNaN(value) && !text.toLowerCase(java.util.Locale.ROOT).endsWith("nan")) {
            throw new IllegalArgumentException("number " + text);
        }
        return value;
    }
}
