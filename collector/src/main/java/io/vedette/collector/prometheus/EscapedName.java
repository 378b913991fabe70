package io.vedette.collector.prometheus;

/**
 * Label names that a URL's path cannot carry: Prometheus's {@code U__} form, where {@code __} is an underscore and
 * {@code _2e_} the character with that code.
 */
final class EscapedName {
    private static final String PREFIX = "U__";
    private static final int MAX_HEX_DIGITS = 6;

    private EscapedName() {}

    /** The name meant; a text that is not in this form means itself. */
    static String unescape(String text) {
        if (!text.startsWith(PREFIX)) {
            return text;
        }
        StringBuilder name = new StringBuilder();
        int at = PREFIX.length();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '_') {
                name.append(c);
                continue;
            }
            int end = text.indexOf('_', at);
            if (end < 0 || end - at > MAX_HEX_DIGITS) {
                return text;
            }
            if (end == at) {
                name.append('_');
            } else {
                int codePoint = codePoint(text.substring(at, end));
                if (codePoint < 0) {
                    return text;
                }
                name.appendCodePoint(codePoint);
            }
            at = end + 1;
        }
        return name.toString();
    }

    private static int codePoint(String hex) {
        if (!hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            return -1;
        }
        int codePoint = Integer.parseInt(hex, 16);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return Character.isValidCodePoint(codePoint) && !surrogate ? codePoint : -1;
    }
}
