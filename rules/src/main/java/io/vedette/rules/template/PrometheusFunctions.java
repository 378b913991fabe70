package io.vedette.rules.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.DurationText;
import io.vedette.rules.promql.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions that Prometheus adds to Go's templates. */
public final class PrometheusFunctions {
    /** Their names, for {@link Template#parse}. */
    public static final Set<String> NAMES =
            Set.copyOf(new PrometheusFunctions(expression -> List.of(), Instant.EPOCH, "")
                    .byName()
                    .keySet());

    private final Query query;
    private final Instant now;
    private final String externalUrl;

    /** Answers queries that templates make. */
    @FunctionalInterface
    public interface Query {
        /** @throws TemplateException if the query cannot be answered */
        List<Value.Point> query(String expression) throws TemplateException;
    }

    /**
     * @param now the instant of the evaluation
     * @param externalUrl under which people reach this collector
     */
    public PrometheusFunctions(Query query, Instant now, String externalUrl) {
        this.query = query;
        this.now = now;
        this.externalUrl = externalUrl;
    }

    /** All functions. */
    public Map<String, TemplateFunction> byName() {
        Map<String, TemplateFunction> functions = new HashMap<>();
        functions.put("query", given -> samples(query.query(text(given, 0, 1))));
        functions.put("first", PrometheusFunctions::first);
        functions.put("label", given -> labels(given, 1, 2).getOrDefault(text(given, 0, 2), ""));
        functions.put("value", given -> sample(given, 0, 1).fields().get("Value"));
        functions.put("strvalue", given -> labels(given, 0, 1).getOrDefault("__value__", ""));
        functions.put("sortByLabel", PrometheusFunctions::sortByLabel);
        functions.put("args", PrometheusFunctions::args);
        functions.put("now", given -> now.toEpochMilli() / 1e3);
        functions.put("externalURL", given -> externalUrl);
        functions.put("pathPrefix", given -> path(externalUrl));
        texts(functions);
        numbers(functions);
        return functions;
    }

    private static void texts(Map<String, TemplateFunction> functions) {
        functions.put("reReplaceAll", PrometheusFunctions::replaceAll);
        functions.put(
                "match",
                given -> pattern(text(given, 0, 2)).matcher(text(given, 1, 2)).find());
        functions.put("safeHtml", given -> text(given, 0, 1));
        functions.put("title", given -> title(text(given, 0, 1)));
        functions.put("toUpper", given -> eachLetter(text(given, 0, 1), Character::toUpperCase));
        functions.put("toLower", given -> eachLetter(text(given, 0, 1), Character::toLowerCase));
        functions.put("graphLink", given -> "/graph?g0.expr=" + Escapes.urlQuery(text(given, 0, 1)) + "&g0.tab=0");
        functions.put("tableLink", given -> "/graph?g0.expr=" + Escapes.urlQuery(text(given, 0, 1)) + "&g0.tab=1");
        functions.put("urlQueryEscape", given -> Escapes.urlQuery(text(given, 0, 1)));
        functions.put("stripPort", given -> Hosts.withoutPort(text(given, 0, 1)));
        functions.put("stripDomain", given -> Hosts.withoutDomain(text(given, 0, 1)));
    }

    private static void numbers(Map<String, TemplateFunction> functions) {
        functions.put("humanize", given -> Humanize.decimal(number(given)));
        functions.put("humanize1024", given -> Humanize.binary(number(given)));
        functions.put("humanizeDuration", given -> Humanize.duration(number(given)));
        functions.put("humanizePercentage", given -> Humanize.percentage(number(given)));
        functions.put("humanizeTimestamp", given -> Humanize.timestamp(number(given)));
        functions.put("toTime", given -> Humanize.time(number(given)));
        functions.put("toDuration", given -> Duration.ofNanos((long) (number(given) * 1e9)));
        functions.put("parseDuration", given -> seconds(text(given, 0, 1)));
    }

    private static List<Struct> samples(List<Value.Point> points) {
        List<Struct> samples = new ArrayList<>(points.size());
        for (Value.Point point : points) {
            samples.add(sample(point.labels(), point.value()));
        }
        return samples;
    }

    private static Struct sample(Labels labels, double value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("Labels", labels.toMap());
        fields.put("Value", value);
        return new Struct("*template.sample", fields);
    }

    private static Object first(List<@Nullable Object> given) throws TemplateException {
        List<Struct> samples = vector(given, 0, 1);
        if (samples.isEmpty()) {
            throw new TemplateException("first() called on vector with no elements");
        }
        return samples.get(0);
    }

    private static Object sortByLabel(List<@Nullable Object> given) throws TemplateException {
        String name = text(given, 0, 2);
        List<Struct> sorted = new ArrayList<>(vector(given, 1, 2));
        sorted.sort(Comparator.comparing(sample -> labelsOf(sample).getOrDefault(name, "")));
        return sorted;
    }

    private static Object args(List<@Nullable Object> given) {
        Map<String, @Nullable Object> numbered = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            numbered.put("arg" + i, given.get(i));
        }
        return new Dictionary(numbered);
    }

    private static Object replaceAll(List<@Nullable Object> given) throws TemplateException {
        String replacement = text(given, 1, 3);
        String text = text(given, 2, 3);
        Matcher matcher = pattern(text(given, 0, 3)).matcher(text);
        StringBuilder out = new StringBuilder();
        int end = 0;
        boolean first = true;
        while (matcher.find()) {
            // Go takes no empty match right behind another match.
            if (!first && matcher.end() == end && matcher.start() == end) {
                continue;
            }
            first = false;
            out.append(text, end, matcher.start()).append(Replacement.expand(replacement, matcher));
            end = matcher.end();
        }
        return out.append(text, end, text.length()).toString();
    }

    private static Pattern pattern(String expression) throws TemplateException {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
    }

    /** As Go does it: letter for letter, so that no text becomes longer. */
    private static String eachLetter(String text, IntUnaryOperator change) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(change).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** The first letter of each word in upper case. */
    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inWord ? c : Character.toTitleCase(c));
            inWord = Character.isLetterOrDigit(c) || c == '_';
        }
        return out.toString();
    }

    private static double seconds(String duration) throws TemplateException {
        OptionalLong millis = DurationText.parse(duration);
        if (millis.isEmpty()) {
            throw new TemplateException("not a valid duration string: " + GoQuote.quote(duration));
        }
        return millis.getAsLong() / 1e3;
    }

    private static String path(String url) throws TemplateException {
        try {
            String path = new URI(url).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException e) {
            throw new TemplateException("external URL: " + e.getMessage());
        }
    }

    private static double number(List<@Nullable Object> given) throws TemplateException {
        Object value = argument(given, 0, 1);
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Duration duration) {
            return duration.toNanos() / 1e9;
        }
        if (value instanceof String text) {
            try {
                return Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                throw new TemplateException("strconv.ParseFloat: parsing " + GoQuote.quote(text) + ": invalid syntax");
            }
        }
        throw new TemplateException("can't convert " + GoPrint.typeOf(value) + " to float");
    }

    private static String text(List<@Nullable Object> given, int index, int count) throws TemplateException {
        if (argument(given, index, count) instanceof String text) {
            return text;
        }
        throw wrongType(given, index, "string");
    }

    private static Struct sample(List<@Nullable Object> given, int index, int count) throws TemplateException {
        if (argument(given, index, count) instanceof Struct sample
                && sample.fields().get("Labels") instanceof Map) {
            return sample;
        }
        throw wrongType(given, index, "*template.sample");
    }

    private static Map<String, String> labels(List<@Nullable Object> given, int index, int count)
            throws TemplateException {
        return labelsOf(sample(given, index, count));
    }

    private static Map<String, String> labelsOf(Struct sample) {
        Map<String, String> labels = new HashMap<>();
        if (sample.fields().get("Labels") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> labels.put(name.toString(), value.toString()));
        }
        return labels;
    }

    private static List<Struct> vector(List<@Nullable Object> given, int index, int count) throws TemplateException {
        if (!(argument(given, index, count) instanceof List<?> list)) {
            throw wrongType(given, index, "template.queryResult");
        }
        List<Struct> samples = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Struct sample)) {
                throw wrongType(given, index, "template.queryResult");
            }
            samples.add(sample);
        }
        return samples;
    }

    private static @Nullable Object argument(List<@Nullable Object> given, int index, int count)
            throws TemplateException {
        if (given.size() != count) {
            throw new TemplateException("wrong number of args: want " + count + " got " + given.size());
        }
        return given.get(index);
    }

    private static TemplateException wrongType(List<@Nullable Object> given, int index, String expected) {
        return new TemplateException(
                "wrong type for value; expected " + expected + "; got " + GoPrint.typeOf(given.get(index)));
    }
}
