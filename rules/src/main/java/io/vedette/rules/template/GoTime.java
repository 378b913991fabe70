package io.vedette.rules.template;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Go's {@code time.Time}, in UTC: printing, layouts and the methods that templates use. */
final class GoTime {
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    /** Parts of the reference time, longer before shorter where one begins the other. */
    private static final List<String> PARTS = List.of(
            "January", "Monday", "2006", "-07:00", "Z07:00", "-0700", "Z0700", "Jan", "Mon", "MST", "002", "01", "02",
            "03", "04", "05", "06", "15", "_2", "PM", "pm", "1", "2", "3", "4", "5");

    private GoTime() {}

    /** As Go prints a time. */
    static String print(Instant instant) {
        return PLAIN.format(instant.atOffset(ZoneOffset.UTC)) + fraction(instant, 9, true) + " +0000 UTC";
    }

    static @Nullable Object method(Instant instant, String name, List<? extends @Nullable Object> arguments)
            throws TemplateException {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        return switch (name) {
            case "Format" -> {
                if (arguments.size() != 1 || !(arguments.get(0) instanceof String layout)) {
                    throw new TemplateException("wrong arguments for Format: want a layout");
                }
                yield format(instant, layout);
            }
            case "UTC", "Local" -> instant;
            case "Unix" -> instant.getEpochSecond();
            case "UnixMilli" -> instant.toEpochMilli();
            case "Year" -> (long) time.getYear();
            case "Month" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Day" -> (long) time.getDayOfMonth();
            case "Hour" -> (long) time.getHour();
            case "Minute" -> (long) time.getMinute();
            case "Second" -> (long) time.getSecond();
            case "YearDay" -> (long) time.getDayOfYear();
            case "Weekday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "String" -> print(instant);
            default -> throw new TemplateException("can't evaluate field " + name + " in type time.Time");
        };
    }

    static String format(Instant instant, String layout) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            int digits = fractionLength(layout, at);
            if (digits > 0) {
                out.append(fraction(instant, digits, layout.charAt(at + 1) == '9'));
                at += digits + 1;
                continue;
            }
            String part = partAt(layout, at);
            if (part.isEmpty()) {
                out.append(layout.charAt(at++));
            } else {
                out.append(value(time, part));
                at += part.length();
            }
        }
        return out.toString();
    }

    private static String partAt(String layout, int at) {
        for (String part : PARTS) {
            if (layout.startsWith(part, at)) {
                return part;
            }
        }
        return "";
    }

    /** Number of digits of a fraction such as {@code .000} or {@code ,999} that stands here; 0 if none does. */
    private static int fractionLength(String layout, int at) {
        if (layout.charAt(at) != '.' && layout.charAt(at) != ',' || at + 1 == layout.length()) {
            return 0;
        }
        char digit = layout.charAt(at + 1);
        int end = at + 1;
        while ((digit == '0' || digit == '9') && end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean followedByDigit = end < layout.length() && Character.isDigit(layout.charAt(end));
        return followedByDigit ? 0 : Math.min(9, end - at - 1);
    }

    private static String fraction(Instant instant, int digits, boolean trimmed) {
        String text =
                "." + String.format(Locale.ROOT, "%09d", instant.getNano()).substring(0, digits);
        int end = text.length();
        while (trimmed && end > 0 && (text.charAt(end - 1) == '0' || text.charAt(end - 1) == '.')) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String value(OffsetDateTime time, String part) {
        int hour12 = (time.getHour() + 11) % 12 + 1;
        return switch (part) {
            case "2006" -> pad(time.getYear(), 4);
            case "06" -> pad(time.getYear() % 100, 2);
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "01" -> pad(time.getMonthValue(), 2);
            case "1" -> pad(time.getMonthValue(), 1);
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "002" -> pad(time.getDayOfYear(), 3);
            case "02" -> pad(time.getDayOfMonth(), 2);
            case "_2" -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case "2" -> pad(time.getDayOfMonth(), 1);
            case "15" -> pad(time.getHour(), 2);
            case "03" -> pad(hour12, 2);
            case "3" -> pad(hour12, 1);
            case "04" -> pad(time.getMinute(), 2);
            case "4" -> pad(time.getMinute(), 1);
            case "05" -> pad(time.getSecond(), 2);
            case "5" -> pad(time.getSecond(), 1);
            case "PM" -> time.getHour() < 12 ? "AM" : "PM";
            case "pm" -> time.getHour() < 12 ? "am" : "pm";
            case "MST" -> "UTC";
            case "-07:00" -> "+00:00";
            case "-0700" -> "+0000";
            default -> "Z";
        };
    }

    private static String pad(int number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }
}
