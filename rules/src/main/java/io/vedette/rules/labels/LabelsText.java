package io.vedette.rules.labels;

/** Labels as text, in PromQL's notation. */
final class LabelsText {
    private LabelsText() {}

    static String print(Labels labels) {
        String metric = labels.metric();
        boolean bare = isLegacyMetricName(metric);
        StringBuilder out = new StringBuilder(bare ? metric : "");
        int start = out.length();
        if (!metric.isEmpty() && !bare) {
            separate(out, start);
            quote(out, metric);
        }
        labels.forEach((name, value) -> {
            if (!name.equals(Labels.NAME)) {
                separate(out, start);
                if (isLegacyLabelName(name)) {
                    out.append(name);
                } else {
                    quote(out, name);
                }
                out.append('=');
                quote(out, value);
            }
        });
        if (out.length() > start) {
            out.append('}');
        } else if (!bare) {
            out.append("{}");
        }
        return out.toString();
    }

    static String printInBraces(Labels labels) {
        StringBuilder out = new StringBuilder("{");
        labels.forEach((name, value) -> {
            out.append(out.length() == 1 ? "" : ", ");
            if (isLegacyLabelName(name)) {
                out.append(name);
            } else {
                quote(out, name);
            }
            out.append('=');
            quote(out, value);
        });
        return out.append('}').toString();
    }

    private static void separate(StringBuilder out, int start) {
        out.append(out.length() == start ? "{" : ", ");
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    static boolean isLegacyMetricName(String name) {
        return isLegacy(name, true);
    }

    static boolean isLegacyLabelName(String name) {
        return isLegacy(name, false);
    }

    private static boolean isLegacy(String name, boolean colons) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || colons && c == ':';
            if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
