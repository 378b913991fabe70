package io.vedette.rules.promql;

/** Names of labels that come from strings of an expression. */
public final class LabelNames {
    private LabelNames() {}

    /** Whether a label may have that name: any text but the empty one. */
    public static boolean isValid(String name) {
        return !name.isEmpty() && StringText.isText(name);
    }

    /** In quotes, bytes that are no text as escapes. */
    public static String quote(String name) {
        return StringText.quote(name);
    }
}
