package io.vedette.collector.index.samples;

/**
 * A label as one exact term, {@code name=value}. An equals sign within a name is written {@code \=} and a backslash
 * {@code \\}, so that no two labels share a term; ordinary names have neither.
 */
public final class LabelTerm {
    private LabelTerm() {}

    /** The term of a label. */
    public static String of(String name, String value) {
        return prefix(name) + value;
    }

    /** What the terms of all labels of a name begin with. */
    public static String prefix(String name) {
        String escaped = name.indexOf('=') < 0 && name.indexOf('\\') < 0
                ? name
                : name.replace("\\", "\\\\").replace("=", "\\=");
        return escaped + '=';
    }

    /** The label's name in a term. */
    public static String name(String term) {
        String escaped = term.substring(0, separator(term));
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder name = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            name.append(escaped.charAt(i) == '\\' ? escaped.charAt(++i) : escaped.charAt(i));
        }
        return name.toString();
    }

    /** The label's value in a term. */
    public static String value(String term) {
        return term.substring(separator(term) + 1);
    }

    private static int separator(String term) {
        for (int i = 0; i < term.length(); i++) {
            if (term.charAt(i) == '=') {
                return i;
            }
            i += term.charAt(i) == '\\' ? 1 : 0;
        }
        throw new IllegalArgumentException("no term of a label: " + term);
    }
}
