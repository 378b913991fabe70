package io.vedette.rules.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text made safe to stand in HTML, JavaScript and URLs, escaped as Go does it. */
final class Escapes {
    private Escapes() {}

    static String html(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case 0 -> out.append('\uFFFD');
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String javaScript(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '\'', '"' -> out.append('\\').append(c);
                case '<', '>', '&', '=' -> out.append(String.format("\\u%04X", (int) c));
                default -> {
                    if (c < ' ' || Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        out.append(String.format("\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    static String urlQuery(String text) {
        // Go leaves the tilde and escapes the asterisk, Java the other way round.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
