package io.vedette.deploy.logging;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * {@code 2026-11-23T14:02:11.120+01:00 WARN agent.ship Kafka at … is away}: a record a line, the stack trace of a fault
 * below it. What the system did not allow, such as writing to a full disk, is no fault and told by its message.
 */
public final class OneLineFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
    private static final String OURS = "io.vedette.";

    /** Made by {@link ProcessLog}. */
    public OneLineFormatter() {}

    @Override
    public String format(LogRecord logRecord) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(logRecord.getInstant().atZone(ZoneId.systemDefault())))
                .append(' ')
                .append(level(logRecord.getLevel()))
                .append(' ')
                .append(place(logRecord.getLoggerName()))
                .append("  ")
                .append(formatMessage(logRecord).replace("\n", "\\n"));
        Throwable thrown = logRecord.getThrown();
        if (thrown instanceof IOException && thrown.getMessage() != null) {
            line.append(": ").append(thrown.getMessage().replace("\n", "\\n"));
        }
        line.append('\n');
        if (thrown != null && !(thrown instanceof IOException)) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    /** Our own loggers by their room and capability, others by their class. */
    private static String place(String logger) {
        if (logger == null) {
            return "-";
        }
        int end = logger.lastIndexOf('.');
        return logger.startsWith(OURS) && end > OURS.length()
                ? logger.substring(OURS.length(), end)
                : logger.substring(end + 1);
    }
}
