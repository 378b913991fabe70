package io.vedette.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Set;

/** Prints log documents, each once, as lines for people or as JSON. */
final class LogLines {
    /** As many identities are remembered as may be both in the past and in the stream. */
    private static final int REMEMBERED = 10_000;

    private final PrintWriter out;
    private final boolean json;
    private final Set<String> printed = new LinkedHashSet<>();

    LogLines(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void print(JsonNode document) {
        String identity = document.path("host").path("name").asText()
                + '\0'
                + document.at("/log/file/path").asText()
                + '\0'
                + document.at("/log/offset").asText()
                + '\0'
                + document.path("@timestamp").asText()
                + '\0'
                + document.path("message").asText();
        if (!printed.add(identity)) {
            return;
        }
        if (printed.size() > REMEMBERED) {
            printed.remove(printed.iterator().next());
        }
        out.println(json ? document.toString() : line(document));
    }

    /** {@code 2026-11-23T14:02:11.000Z node1 error /var/log/syslog: message} */
    static String line(JsonNode document) {
        String level = document.at("/log/level").asText();
        String source = document.at("/log/file/path")
                .asText(document.at("/event/dataset").asText());
        return document.path("@timestamp").asText() + " "
                + visible(document.path("host").path("name").asText()) + " "
                + (level.isEmpty() ? "-" : level) + " "
                + visible(source) + ": "
                + visible(document.path("message").asText());
    }

    /** Control characters as their Unicode pictures: a log line must not steer the terminal of who reads it. */
    static String visible(String message) {
        StringBuilder text = new StringBuilder(message.length());
        message.codePoints().forEach(c -> {
            if (c == '\t' || c >= ' ' && c != 0x7F && !(c >= 0x80 && c < 0xA0)) {
                text.appendCodePoint(c);
            } else if (c < ' ') {
                text.appendCodePoint(0x2400 + c);
            } else {
                text.append('\uFFFD');
            }
        });
        return text.toString();
    }
}
