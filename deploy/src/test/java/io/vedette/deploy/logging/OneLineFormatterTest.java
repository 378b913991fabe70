package io.vedette.deploy.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class OneLineFormatterTest {
    @Test
    void tellsWhatTheSystemDidNotAllowInItsLine() {
        assertThat(printed(new IOException("No space left on device")))
                .endsWith(" ERROR broker.Log  cannot append: No space left on device\n")
                .hasLineCount(1);
    }

    @Test
    void printsTheStackOfAFault() {
        assertThat(printed(new IllegalStateException("impossible")))
                .contains(" ERROR broker.Log  cannot append\njava.lang.IllegalStateException: impossible\n\tat ");
    }

    private static String printed(Throwable thrown) {
        LogRecord record = new LogRecord(Level.SEVERE, "cannot append");
        record.setLoggerName("io.vedette.broker.Log.Class");
        record.setThrown(thrown);
        return new OneLineFormatter().format(record);
    }
}
