package io.vedette.rules.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions every Go template has; {@code and} and {@code or} are the walker's, as they evaluate lazily. */
final class Builtins {
    static final Map<String, TemplateFunction> FUNCTIONS = Map.ofEntries(
            Map.entry("not", arguments -> !isTrue(only(arguments, "not"))),
            Map.entry("len", arguments -> length(only(arguments, "len"))),
            Map.entry("index", Indexing::index),
            Map.entry("slice", Indexing::slice),
            Map.entry("call", Builtins::call),
            Map.entry("print", Builtins::print),
            Map.entry("println", arguments -> println(arguments)),
            Map.entry("printf", Builtins::printf),
            Map.entry("html", arguments -> Escapes.html(print(arguments))),
            Map.entry("js", arguments -> Escapes.javaScript(print(arguments))),
            Map.entry("urlquery", arguments -> Escapes.urlQuery(print(arguments))),
            Map.entry("eq", Comparison::equal),
            Map.entry("ne", arguments -> !Comparison.equal(two(arguments, "ne"))),
            Map.entry("lt", arguments -> Comparison.less(two(arguments, "lt"))),
            Map.entry("le", arguments -> Comparison.lessOrEqual(two(arguments, "le"))),
            Map.entry("gt", arguments -> !Comparison.lessOrEqual(two(arguments, "gt"))),
            Map.entry("ge", arguments -> !Comparison.less(two(arguments, "ge"))));

    static final Set<String> NAMES = names();

    /** Longest text that {@code printf} makes; the walker's own limit is checked on what comes back. */
    private static final int MAX_TEXT = 4 << 20;

    private Builtins() {}

    private static Set<String> names() {
        List<String> names = new ArrayList<>(FUNCTIONS.keySet());
        names.add("and");
        names.add("or");
        return Set.copyOf(names);
    }

    /** Not false, zero, nil or empty. */
    static boolean isTrue(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return !(value instanceof Dictionary dictionary)
                || !dictionary.entries().isEmpty();
    }

    private static @Nullable Object only(List<@Nullable Object> arguments, String name) throws TemplateException {
        if (arguments.size() != 1) {
            throw new TemplateException("wrong number of args for " + name + ": want 1 got " + arguments.size());
        }
        return arguments.get(0);
    }

    private static List<@Nullable Object> two(List<@Nullable Object> arguments, String name) throws TemplateException {
        if (arguments.size() != 2) {
            throw new TemplateException("wrong number of args for " + name + ": want 2 got " + arguments.size());
        }
        return arguments;
    }

    private static long length(@Nullable Object value) throws TemplateException {
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Dictionary dictionary) {
            return dictionary.entries().size();
        }
        throw new TemplateException(value == null ? "len of nil pointer" : "len of type " + GoPrint.typeOf(value));
    }

    private static @Nullable Object call(List<@Nullable Object> arguments) throws TemplateException {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof TemplateFunction function)) {
            throw new TemplateException("non-function in call");
        }
        return function.call(arguments.subList(1, arguments.size()));
    }

    /** Go's {@code fmt.Sprint}: a space between two values of which neither is a text. */
    static String print(List<? extends @Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        boolean afterText = true;
        for (Object argument : arguments) {
            boolean isText = argument instanceof String;
            out.append(afterText || isText ? "" : " ").append(GoPrint.print(argument));
            afterText = isText;
        }
        return out.toString();
    }

    private static String println(List<? extends @Nullable Object> arguments) {
        List<String> words = new ArrayList<>();
        arguments.forEach(argument -> words.add(GoPrint.print(argument)));
        return String.join(" ", words) + "\n";
    }

    private static String printf(List<@Nullable Object> arguments) throws TemplateException {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof String format)) {
            throw new TemplateException("wrong type for format; expected string");
        }
        return GoFormat.format(format, arguments.subList(1, arguments.size()), MAX_TEXT);
    }
}
