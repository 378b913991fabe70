package io.vedette.agent.probe.node;

/** Names that the kernel gives its fields, as parts of metric names. */
final class FieldName {
    private FieldName() {}

    /** The name with an underline for each character that a metric name cannot hold. */
    static String clean(String field) {
        StringBuilder out = new StringBuilder(field);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            boolean good = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            if (!good) {
                out.setCharAt(i, '_');
            }
        }
        return out.toString();
    }
}
