package io.vedette.rules.template;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values as Go's {@code fmt} prints them when it is not told how ({@code %v}). */
final class GoPrint {
    /** Values in values; Go has no limit, but its values are no deeper. */
    private static final int MAX_DEPTH = 20;

    private GoPrint() {}

    static String print(@Nullable Object value) {
        return print(value, GoPrint::scalar, 0);
    }

    /** Lists, maps and structs as Go prints them, what is in them as told. */
    static String print(@Nullable Object value, Function<@Nullable Object, String> scalars) {
        return print(value, scalars, 0);
    }

    private static String print(@Nullable Object value, Function<@Nullable Object, String> scalars, int depth) {
        if (depth > MAX_DEPTH) {
            return "...";
        }
        if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            list.forEach(element -> parts.add(print(element, scalars, depth + 1)));
            return "[" + String.join(" ", parts) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return entries(map, scalars, depth);
        }
        if (value instanceof Dictionary dictionary) {
            return entries(dictionary.entries(), scalars, depth);
        }
        if (value instanceof Struct struct) {
            List<String> parts = new ArrayList<>();
            struct.fields().forEach((name, field) -> {
                if (!(field instanceof TemplateFunction)) {
                    parts.add(print(field, scalars, depth + 1));
                }
            });
            String pointer = depth == 0 && struct.type().startsWith("*") ? "&" : "";
            return pointer + "{" + String.join(" ", parts) + "}";
        }
        return scalars.apply(value);
    }

    private static String entries(Map<?, ?> map, Function<@Nullable Object, String> scalars, int depth) {
        List<String> parts = new ArrayList<>();
        new TreeMap<Object, @Nullable Object>(map)
                .forEach((key, value) ->
                        parts.add(print(key, scalars, depth + 1) + ":" + print(value, scalars, depth + 1)));
        return "map[" + String.join(" ", parts) + "]";
    }

    private static String scalar(@Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        if (value instanceof Double number) {
            return GoFloat.format(number, 'g', GoFloat.SHORTEST);
        }
        if (value instanceof Instant instant) {
            return GoTime.print(instant);
        }
        if (value instanceof Duration duration) {
            return duration(duration);
        }
        return value instanceof TemplateFunction ? "func" : value.toString();
    }

    /** As Go prints a {@code time.Duration}. */
    static String duration(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        String sign = duration.isNegative() ? "-" : "";
        Duration absolute = duration.abs();
        long seconds = absolute.getSeconds();
        int nanos = absolute.getNano();
        if (seconds == 0) {
            if (nanos < 1_000) {
                return sign + nanos + "ns";
            }
            return nanos < 1_000_000 ? sign + point(nanos, 3) + "µs" : sign + point(nanos, 6) + "ms";
        }
        String hours = seconds >= 3_600 ? seconds / 3_600 + "h" : "";
        String minutes = seconds >= 60 ? seconds / 60 % 60 + "m" : "";
        return sign + hours + minutes + point(seconds % 60 * 1_000_000_000L + nanos, 9) + "s";
    }

    /** A number with so many decimal places, without zeros at the end. */
    private static String point(long number, int places) {
        return BigDecimal.valueOf(number, places).stripTrailingZeros().toPlainString();
    }

    /** The Go type's name. */
    static String typeOf(@Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Double) {
            return "float64";
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Instant) {
            return "time.Time";
        }
        if (value instanceof Duration) {
            return "time.Duration";
        }
        if (value instanceof Map) {
            return "map[string]string";
        }
        if (value instanceof List) {
            return "[]interface {}";
        }
        if (value instanceof Dictionary) {
            return "map[string]interface {}";
        }
        return value instanceof Struct struct ? struct.type() : "func";
    }
}
