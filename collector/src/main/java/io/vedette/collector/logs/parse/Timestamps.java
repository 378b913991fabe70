package io.vedette.collector.logs.parse;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the time at a place in a text. Forms: ISO 8601 and its relatives ({@code 2026-11-23T13:41:44.123Z},
 * {@code 2026/11/23 13:41:44}, {@code 2026-11-23 13:41:44,123 +0100}), RFC 3164 ({@code Nov 23 13:41:44}, year
 * missing), C's {@code asctime} as Apache's error log has it ({@code Mon Nov 23 13:41:44.123456 2026}), the common log
 * format ({@code 23/Nov/2026:13:41:44 +0000}), {@code 23 Nov 2026 13:41:44.123}, and seconds, milli-, micro- or
 * nanoseconds since the Unix epoch.
 *
 * <p>Scanners by hand, as they run on every line; linear in what they read. Immutable; safe for use by any thread.
 */
public final class Timestamps {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String DAYS = "MonTueWedThuFriSatSun";
    /** Earlier than any log: such a number is no time. */
    private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");
    /** A number that could be a time before this is more likely something else. */
    private static final Instant EARLIEST_EPOCH_NUMBER = Instant.parse("2000-01-01T00:00:00Z");
    /** How wrong a node's clock may be: what lies further ahead would stay the newest line for too long. */
    private static final Duration AHEAD_MAX = Duration.ofDays(2);

    private final ZoneId zone;

    /**
     * A time in a text.
     *
     * @param instant the time
     * @param end index behind its last character
     * @param withoutYear whether the year was missing, and the latest that fits was taken
     */
    public record Found(Instant instant, int end, boolean withoutYear) {}

    /** @param zone where times without a zone are read */
    public Timestamps(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * The time that begins at a place.
     *
     * @param readAt when the text was read: a time much later is not believed
     * @return null if there is none, or an implausible one
     */
    public @Nullable Found at(String text, int from, Instant readAt) {
        Scan scan = new Scan(text, from);
        try {
            Found found =
                    Scan.isDigit(scan.peek()) ? beginningWithDigit(scan, readAt) : beginningWithName(scan, readAt);
            return found == null || isImplausible(found.instant, readAt) ? null : found;
        } catch (DateTimeException e) {
            // The 31st of June, second 61: the form of a time, but none.
            return null;
        }
    }

    /** The time that a number since the Unix epoch gives, its unit told from its size; null if it is none. */
    public @Nullable Instant ofNumber(double number, Instant readAt) {
        if (!(number > 0) || number > 9e18) {
            return null;
        }
        double seconds = number;
        while (seconds > 1e11) {
            seconds /= 1000;
        }
        long nanos = Math.round((seconds - Math.floor(seconds)) * 1e6) * 1000;
        Instant instant = Instant.ofEpochSecond((long) Math.floor(seconds), nanos);
        return instant.isBefore(EARLIEST_EPOCH_NUMBER) || isImplausible(instant, readAt) ? null : instant;
    }

    private static boolean isImplausible(Instant instant, Instant readAt) {
        return instant.isBefore(EARLIEST) || instant.isAfter(readAt.plus(AHEAD_MAX));
    }

    private @Nullable Found beginningWithDigit(Scan scan, Instant readAt) {
        int digits = scan.digitsAhead();
        char next = scan.peek(digits);
        if (digits == 4 && (next == '-' || next == '/')) {
            return iso(scan, next);
        }
        if (digits <= 2 && (next == '/' || next == ' ' || next == '-')) {
            return dayFirst(scan, next);
        }
        return epoch(scan, digits, readAt);
    }

    private @Nullable Found iso(Scan scan, char dateSeparator) {
        int year = (int) scan.number(4, 4);
        scan.take(dateSeparator);
        int month = (int) scan.number(2, 2);
        if (month < 0 || !scan.take(dateSeparator)) {
            return null;
        }
        int day = (int) scan.number(2, 2);
        if (day < 0 || !(scan.take('T') || scan.take(' ') || scan.take('_') || scan.take('t'))) {
            return null;
        }
        return time(scan, year, month, day);
    }

    private @Nullable Found dayFirst(Scan scan, char separator) {
        int day = (int) scan.number(1, 2);
        scan.take(separator);
        int month = name(scan, MONTHS);
        if (month == 0 || !scan.take(separator)) {
            return null;
        }
        int year = (int) scan.number(4, 4);
        if (year < 0 || !(scan.take(':') || scan.take(' '))) {
            return null;
        }
        return time(scan, year, month, day);
    }

    private @Nullable Found epoch(Scan scan, int digits, Instant readAt) {
        if (digits != 10 && digits != 13 && digits != 16) {
            return null;
        }
        long number = scan.number(digits, digits);
        long perSecond = digits == 10 ? 1 : digits == 13 ? 1_000 : 1_000_000;
        long nanos = number % perSecond * (1_000_000_000 / perSecond);
        if (digits == 10 && scan.peek() == '.' && Scan.isDigit(scan.peek(1))) {
            nanos = fraction(scan);
        }
        char next = scan.peek();
        Instant instant = Instant.ofEpochSecond(number / perSecond, nanos);
        boolean partOfMore = Character.isLetterOrDigit(next) || next == '-' || next == '.' || next == '_';
        return partOfMore || instant.isBefore(EARLIEST_EPOCH_NUMBER) || isImplausible(instant, readAt)
                ? null
                : new Found(instant, scan.at(), false);
    }

    private @Nullable Found beginningWithName(Scan scan, Instant readAt) {
        if (name(scan, DAYS) > 0) {
            scan.take(',');
            if (!scan.take(' ')) {
                return null;
            }
        }
        if (Scan.isDigit(scan.peek())) {
            return dayFirst(scan, ' ');
        }
        int month = name(scan, MONTHS);
        if (month == 0 || !scan.take(' ')) {
            return null;
        }
        scan.take(' ');
        int day = (int) scan.number(1, 2);
        if (day < 0 || !scan.take(' ')) {
            return null;
        }
        if (scan.digitsAhead() == 4 && scan.peek(4) == ' ') {
            int year = (int) scan.number(4, 4);
            scan.take(' ');
            return time(scan, year, month, day);
        }
        return yearBehindOrMissing(scan, month, day, readAt);
    }

    private @Nullable Found yearBehindOrMissing(Scan scan, int month, int day, Instant readAt) {
        int begin = scan.at();
        // A leap year, so that the 29th of February passes until the year is known.
        if (time(scan, 2000, month, day) == null) {
            return null;
        }
        int end = scan.at();
        if (scan.take(' ')
                && scan.digitsAhead() == 4
                && !Character.isLetterOrDigit(scan.peek(4))
                && scan.peek(4) != '.') {
            int year = (int) scan.number(4, 4);
            if (year >= 1971) {
                int behindYear = scan.at();
                scan.moveTo(begin);
                Found found = time(scan, year, month, day);
                return found == null ? null : new Found(found.instant, behindYear, false);
            }
        }
        int thisYear = readAt.atZone(zone).getYear();
        for (int year = thisYear + 1; year >= thisYear - 8; year--) {
            scan.moveTo(begin);
            if (month == 2 && day == 29 && !Year.isLeap(year)) {
                continue;
            }
            Found found = time(scan, year, month, day);
            if (found != null && !found.instant.isAfter(readAt.plus(Duration.ofDays(1)))) {
                return new Found(found.instant, end, true);
            }
        }
        return null;
    }

    private @Nullable Found time(Scan scan, int year, int month, int day) {
        int hour = (int) scan.number(2, 2);
        if (hour < 0 || !scan.take(':')) {
            return null;
        }
        int minute = (int) scan.number(2, 2);
        if (minute < 0 || !scan.take(':')) {
            return null;
        }
        int second = (int) scan.number(2, 2);
        if (second < 0) {
            return null;
        }
        int nanos = (scan.peek() == '.' || scan.peek() == ',') && Scan.isDigit(scan.peek(1)) ? fraction(scan) : 0;
        // A leap second is the last moment of its minute: java.time has no other place for it.
        LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59), nanos);
        if (second > 60) {
            return null;
        }
        ZoneOffset offset = zoneOffset(scan);
        Instant instant = offset == null ? local.atZone(zone).toInstant() : local.toInstant(offset);
        return new Found(instant, scan.at(), false);
    }

    /** The digits behind a point or comma as nanoseconds; digits beyond the ninth are passed over. */
    private static int fraction(Scan scan) {
        scan.moveTo(scan.at() + 1);
        int nanos = 0;
        int digits = 0;
        while (Scan.isDigit(scan.peek())) {
            if (digits < 9) {
                nanos = nanos * 10 + (scan.peek() - '0');
                digits++;
            }
            scan.moveTo(scan.at() + 1);
        }
        for (; digits < 9; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static @Nullable ZoneOffset zoneOffset(Scan scan) {
        int begin = scan.at();
        boolean spaced = scan.take(' ');
        if (scan.take("UTC") || scan.take("GMT") || !spaced && (scan.take('Z') || scan.take('z'))) {
            if (!Character.isLetterOrDigit(scan.peek())) {
                return ZoneOffset.UTC;
            }
        } else if (scan.peek() == '+' || scan.peek() == '-') {
            int sign = scan.peek() == '-' ? -1 : 1;
            scan.moveTo(scan.at() + 1);
            int hours = scan.digitsAhead() == 4 ? digitPair(scan) : (int) scan.number(2, 2);
            boolean colon = scan.take(':');
            int minutes = hours < 0 ? -1 : (int) scan.number(2, 2);
            boolean whole = minutes >= 0 || !colon && !spaced && minutes < 0;
            if (hours >= 0 && hours <= 18 && minutes < 60 && whole && !Scan.isDigit(scan.peek())) {
                int seconds = Math.min(hours * 3600 + Math.max(minutes, 0) * 60, 18 * 3600);
                return ZoneOffset.ofTotalSeconds(sign * seconds);
            }
        }
        scan.moveTo(begin);
        return null;
    }

    private static int digitPair(Scan scan) {
        int pair = (scan.peek() - '0') * 10 + (scan.peek(1) - '0');
        scan.moveTo(scan.at() + 2);
        return pair;
    }

    /** The number, from 1, of the three-letter name here, moved over it; 0, without moving, if there is none. */
    private static int name(Scan scan, String names) {
        for (int i = 0; i < names.length(); i += 3) {
            if (scan.peek() == names.charAt(i)
                    && scan.peek(1) == names.charAt(i + 1)
                    && scan.peek(2) == names.charAt(i + 2)) {
                scan.moveTo(scan.at() + 3);
                return i / 3 + 1;
            }
        }
        return 0;
    }
}
