package io.vedette.collector.logs.parse;

import io.vedette.collector.ecs.EcsFields;
import io.vedette.collector.ecs.EcsSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an event of systemd's journal in its JSON form (systemd.journal-fields(7)). The fields that programs add
 * themselves go below {@code json}; of those the journal adds, the ones that say something about the event are kept.
 */
final class JournalEvent implements Step {
    private static final Map<String, String> TEXTS = Map.of(
            "_HOSTNAME", "host.hostname",
            "_SYSTEMD_UNIT", "systemd.unit",
            "_SYSTEMD_USER_UNIT", "systemd.user_unit",
            "_TRANSPORT", "systemd.transport",
            "_EXE", "process.executable",
            "_CMDLINE", "process.command_line",
            "_UID", "user.id",
            "_BOOT_ID", "host.boot.id",
            "CODE_FILE", "log.origin.file.name",
            "CODE_FUNC", "log.origin.function");
    private static final Map<String, String> NUMBERS = Map.of(
            "CODE_LINE", "log.origin.file.line",
            "SYSLOG_FACILITY", "log.syslog.facility.code",
            "PRIORITY", "log.syslog.severity.code");

    @Override
    public void apply(LogLine line) {
        Map<String, Object> journal = JsonFields.read(line.message());
        if (journal == null || !journal.containsKey("__REALTIME_TIMESTAMP")) {
            line.fields().put("tags", List.of("journal_unreadable"));
            return;
        }
        EcsFields fields = line.fields();
        takeTime(line, journal);
        line.setMessage(message(journal.remove("MESSAGE")));
        TEXTS.forEach((name, ecs) -> {
            Object value = journal.remove(name);
            if (value != null) {
                fields.put(ecs, first(value));
            }
        });
        NUMBERS.forEach((name, ecs) -> {
            long number = number(journal.remove(name));
            if (number >= 0) {
                fields.put(ecs, number);
            }
        });
        if (fields.get("log.syslog.severity.code") instanceof Long severity) {
            line.setLevel(LogLevel.ofSyslogSeverity(severity));
        }
        takeProcess(fields, journal);
        journal.forEach((name, value) -> {
            String free = EcsSchema.FREE_FIELDS + '.' + name.replace('.', '_');
            if (!name.startsWith("_")) {
                fields.put(free, value instanceof List<?> list ? list : List.of(value));
            }
        });
    }

    private static void takeTime(LogLine line, Map<String, Object> journal) {
        long micros = number(journal.remove("_SOURCE_REALTIME_TIMESTAMP"));
        if (micros < 0) {
            micros = number(journal.get("__REALTIME_TIMESTAMP"));
        }
        if (micros >= 0) {
            line.setTimestamp(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
        }
    }

    private static void takeProcess(EcsFields fields, Map<String, Object> journal) {
        Object command = journal.remove("_COMM");
        Object identifier = journal.remove("SYSLOG_IDENTIFIER");
        Object name = identifier != null ? identifier : command;
        if (name != null) {
            fields.put("process.name", first(name));
        }
        long written = number(journal.remove("SYSLOG_PID"));
        long known = number(journal.remove("_PID"));
        if (Math.max(written, known) >= 0) {
            fields.put("process.pid", known >= 0 ? known : written);
        }
    }

    /** The journal writes bytes that are no UTF-8 as an array of numbers. */
    private static String message(@Nullable Object value) {
        if (!(value instanceof List<?> values)) {
            return value == null ? "" : value.toString();
        }
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(values.get(i) instanceof Long unit)) {
                return first(value);
            }
            bytes[i] = unit.byteValue();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String first(Object value) {
        return value instanceof List<?> values
                ? values.isEmpty() ? "" : values.get(0).toString()
                : value.toString();
    }

    private static long number(@Nullable Object value) {
        if (value == null) {
            return -1;
        }
        Scan scan = new Scan(first(value), 0);
        long number = scan.number(1, 18);
        return scan.atEnd() ? number : -1;
    }
}
