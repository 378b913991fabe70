package io.vedette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void printsALineForPeople() throws Exception {
        assertThat(LogLines.line(document("disk is full", 7)))
                .isEqualTo("2026-11-23T14:02:11.000Z node1 error /var/log/syslog: disk is full");
    }

    @Test
    void aLineCannotSteerTheTerminal() {
        assertThat(LogLines.visible("\u001b[2Jred\u0007\r\n\u009b1m\ttab é 😀"))
                .isEqualTo("␛[2Jred␇␍␊\uFFFD1m\ttab é 😀");
    }

    @Test
    void printsALineOnceThoughItComesTwice() throws Exception {
        StringWriter printed = new StringWriter();
        LogLines lines = new LogLines(new PrintWriter(printed), false);
        lines.print(document("a", 1));
        lines.print(document("a", 2));
        lines.print(document("a", 1));
        assertThat(printed.toString().lines()).hasSize(2);
    }

    private static JsonNode document(String message, long offset) throws Exception {
        return JSON.readTree("""
                {"@timestamp":"2026-11-23T14:02:11.000Z","host":{"name":"node1"},"message":"%s",
                 "log":{"level":"error","offset":%d,"file":{"path":"/var/log/syslog"}}}""".formatted(message, offset));
    }
}
