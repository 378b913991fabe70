package io.vedette.rules.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Go templates' {@code index} and {@code slice}. */
final class Indexing {
    private Indexing() {}

    static @Nullable Object index(List<@Nullable Object> arguments) throws TemplateException {
        if (arguments.isEmpty()) {
            throw new TemplateException("wrong number of args for index: want at least 1 got 0");
        }
        Object value = arguments.get(0);
        for (Object key : arguments.subList(1, arguments.size())) {
            value = element(value, key);
        }
        return value;
    }

    private static @Nullable Object element(@Nullable Object of, @Nullable Object key) throws TemplateException {
        if (of == null) {
            throw new TemplateException("index of untyped nil");
        }
        if (of instanceof Map<?, ?> map) {
            Object value = map.get(requireText(key));
            return value == null ? "" : value;
        }
        if (of instanceof Dictionary dictionary) {
            return dictionary.entries().get(requireText(key));
        }
        if (of instanceof List<?> list) {
            return list.get(position(key, list.size() - 1));
        }
        if (of instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return (long) (bytes[position(key, bytes.length - 1)] & 0xff);
        }
        throw new TemplateException("can't index item of type " + GoPrint.typeOf(of));
    }

    private static String requireText(@Nullable Object key) throws TemplateException {
        if (key instanceof String text) {
            return text;
        }
        throw new TemplateException("value has type " + GoPrint.typeOf(key) + "; should be string");
    }

    private static int position(@Nullable Object key, int last) throws TemplateException {
        if (!(key instanceof Long number)) {
            throw new TemplateException("cannot index slice/array with type " + GoPrint.typeOf(key));
        }
        if (number < 0 || number > last) {
            throw new TemplateException("index out of range: " + number);
        }
        return number.intValue();
    }

    static Object slice(List<@Nullable Object> arguments) throws TemplateException {
        if (arguments.isEmpty() || arguments.size() > 3) {
            throw new TemplateException("wrong number of args for slice: want 1 to 3 got " + arguments.size());
        }
        Object of = arguments.get(0);
        if (of instanceof List<?> list) {
            int to = arguments.size() > 2 ? position(arguments.get(2), list.size()) : list.size();
            int from = arguments.size() > 1 ? position(arguments.get(1), list.size()) : 0;
            return list.subList(checked(from, to), to);
        }
        if (of instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int to = arguments.size() > 2 ? position(arguments.get(2), bytes.length) : bytes.length;
            int from = arguments.size() > 1 ? position(arguments.get(1), bytes.length) : 0;
            return new String(bytes, checked(from, to), to - from, StandardCharsets.UTF_8);
        }
        throw new TemplateException("can't slice item of type " + GoPrint.typeOf(of));
    }

    private static int checked(int from, int to) throws TemplateException {
        if (from > to) {
            throw new TemplateException("invalid slice index: " + from + " > " + to);
        }
        return from;
    }
}
