package io.vedette.collector.index.samples;

/**
 * A label as one exact term, {@code name=value}. An equals sign within a name is written {@code \=} and a backslash
 * {@code \\}, so that no two labels share a term; ordinary names have neither.
 *
 * <p>Long values are cut: a term finds at least the series meant, and whoever asks compares the labels themselves.
 */
public final class LabelTerm {
    /** More characters of a value than anybody sees; with four bytes each they still fit any index. */
    private static final int VALUE_CHARACTERS_MAX = 4_000;

    private LabelTerm() {}

    /** The term of a label. */
    public static String of(String name, String value) {
        return prefix(name) + cut(value);
    }

    /** What the terms of all labels of a name begin with. */
    public static String prefix(String name) {
        String escaped = name.indexOf('=') < 0 && name.indexOf('\\') < 0
                ? name
                : name.replace("\\", "\\\\").replace("=", "\\=");
        return escaped + '=';
    }

    /** Whether a label's value is cut in its term. */
    public static boolean isCut(String value) {
        return value.length() >= VALUE_CHARACTERS_MAX - 1;
    }

    private static String cut(String value) {
        if (value.length() <= VALUE_CHARACTERS_MAX) {
            return value;
        }
        boolean withinPair = Character.isHighSurrogate(value.charAt(VALUE_CHARACTERS_MAX - 1));
        return value.substring(0, withinPair ? VALUE_CHARACTERS_MAX - 1 : VALUE_CHARACTERS_MAX);
    }

    /** The label's name in a term. */
    public static String name(String term) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            if (c == '=') {
                return name.toString();
            }
            name.append(c == '\\' && i + 1 < term.length() ? term.charAt(++i) : c);
        }
        throw new IllegalArgumentException("no term of a label: " + term);
    }
}
