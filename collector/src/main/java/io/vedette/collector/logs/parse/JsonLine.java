package io.vedette.collector.logs.parse;

import io.vedette.collector.ecs.EcsFields;
import io.vedette.collector.ecs.EcsSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Takes a line that is a JSON object: time, level and message under the names programs use for them, fields of the
 * Elastic Common Schema where they have the schema's type, and all others below {@code json}. What the agent knows
 * better (which host, which file) is not replaced by what a line says.
 */
final class JsonLine implements Step {
    private static final String MESSAGE = "message";
    private static final List<String> MESSAGES = List.of(MESSAGE, "msg", "log", "short_message", "event");
    private static final List<String> TIMES =
            List.of("@timestamp", "timestamp", "time", "ts", "datetime", "date", "asctime", "eventTime");
    private static final List<String> LEVELS =
            List.of("log.level", "level", "lvl", "severity", "loglevel", "levelname", "log_level");
    private final EcsSchema schema;
    private final Timestamps timestamps;

    JsonLine(EcsSchema schema, Timestamps timestamps) {
        this.schema = schema;
        this.timestamps = timestamps;
    }

    @Override
    public void apply(LogLine line) {
        String text = line.message();
        if (text.length() < 2
                || text.charAt(0) != '{'
                || text.stripTrailing().charAt(text.stripTrailing().length() - 1) != '}') {
            return;
        }
        Map<String, Object> json = JsonFields.read(text);
        json = json == null ? joined(text) : json;
        if (json == null) {
            return;
        }
        takeTime(line, json);
        takeLevel(line, json);
        takeMessage(line, json);
        for (Map.Entry<String, Object> field : json.entrySet()) {
            merge(line.fields(), field.getKey(), field.getValue());
        }
    }

    /** Of several objects that are one event, each with a line of a trace as its message, the first with all of it. */
    private static @Nullable Map<String, Object> joined(String text) {
        if (!text.contains("}\n{")) {
            return null;
        }
        Map<String, Object> first = null;
        StringJoiner messages = new StringJoiner("\n");
        for (String line : text.split("\n", -1)) {
            Map<String, Object> json = JsonFields.read(line);
            if (json == null || !(json.get(MESSAGE) instanceof String message)) {
                return null;
            }
            messages.add(message);
            first = first == null ? json : first;
        }
        if (first != null) {
            first.put(MESSAGE, messages.toString());
        }
        return first;
    }

    private void takeTime(LogLine line, Map<String, Object> json) {
        for (String name : TIMES) {
            Instant time = time(json.get(name), line.readAt());
            if (time != null) {
                line.setTimestamp(time);
                json.remove(name);
                return;
            }
        }
    }

    private @Nullable Instant time(@Nullable Object value, Instant readAt) {
        if (value instanceof Number number) {
            return timestamps.ofNumber(number.doubleValue(), readAt);
        }
        if (value instanceof String text && !text.isEmpty()) {
            Timestamps.Found found = timestamps.at(text, 0, readAt);
            return found != null && found.end() == text.length() ? found.instant() : null;
        }
        return null;
    }

    private static void takeLevel(LogLine line, Map<String, Object> json) {
        for (String name : LEVELS) {
            Object value = json.get(name);
            LogLevel level = value instanceof String word
                    ? LogLevel.ofWord(word)
                    : value instanceof Long number ? LogLevel.ofNumber(number) : null;
            if (level != null) {
                line.setLevel(level);
                json.remove(name);
                return;
            }
        }
    }

    private static void takeMessage(LogLine line, Map<String, Object> json) {
        for (String name : MESSAGES) {
            if (json.get(name) instanceof String message) {
                line.setMessage(message);
                json.remove(name);
                return;
            }
        }
    }

    private void merge(EcsFields fields, String name, Object value) {
        EcsSchema.Field field = schema.field(name.startsWith("labels.") ? "labels" : name);
        if (field != null && !field.ours() && fields.hasRoomFor(name) && fields.get(name) == null) {
            Object fitting = fitting(field.type(), value);
            if (fitting != null) {
                put(fields, name, fitting);
                return;
            }
        }
        String free = EcsSchema.FREE_FIELDS + '.' + name;
        if (!fields.hasRoomFor(free) || fields.get(free) != null) {
            free = EcsSchema.FREE_FIELDS + '.' + name.replace('.', '_');
        }
        while (!fields.hasRoomFor(free) || fields.get(free) != null) {
            free += "_";
        }
        put(fields, free, value);
    }

    /** The value as the schema wants it, null if it cannot be that. */
    private @Nullable Object fitting(EcsSchema.Type type, Object value) {
        return switch (type) {
            case KEYWORD, TEXT, OBJECT -> value instanceof List<?> ? value : value.toString();
            case LONG -> value instanceof Long || value instanceof String ? wholeNumber(value) : null;
            case DOUBLE -> value instanceof Double || value instanceof Long ? value : null;
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case DATE -> value instanceof String text && isDate(text) ? value : null;
            case IP -> value instanceof String text && IpAddress.isOne(text) ? value : null;
        };
    }

    private static @Nullable Object wholeNumber(Object value) {
        if (value instanceof Long) {
            return value;
        }
        Scan scan = new Scan(value.toString(), 0);
        long number = scan.number(1, 18);
        return number >= 0 && scan.atEnd() ? (Object) number : null;
    }

    private static boolean isDate(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }

    private static void put(EcsFields fields, String name, Object value) {
        if (value instanceof String text) {
            fields.put(name, text);
        } else if (value instanceof Long number) {
            fields.put(name, number.longValue());
        } else if (value instanceof Double number) {
            fields.put(name, number.doubleValue());
        } else if (value instanceof Boolean truth) {
            fields.put(name, truth.booleanValue());
        } else if (value instanceof List<?> values) {
            fields.put(name, values);
        }
    }
}
