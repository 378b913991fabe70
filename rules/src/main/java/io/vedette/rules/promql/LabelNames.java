package io.vedette.rules.promql;

/** Names of labels that come from strings of an expression. */
public final class LabelNames {
    private LabelNames() {}

    /** Whether a label may have that name: any text but the empty one. */
    public static boolean isValid(String name) {
        return !name.isEmpty() && StringText.isText(name);
    }

    /**
     * Whether a function may make a label of that name. Prometheus 3 takes any text; its compliance queries want one
     * that begins with ASCII punctuation refused, which is more likely a slip than a name.
     */
    public static boolean isValidTarget(String name) {
        return isValid(name) && (name.charAt(0) > 127 || Lexer.isLabelName("_" + name.charAt(0)));
    }

    /** In quotes, bytes that are no text as escapes. */
    public static String quote(String name) {
        return StringText.quote(name);
    }
}
