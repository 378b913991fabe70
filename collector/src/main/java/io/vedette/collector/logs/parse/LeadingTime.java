package io.vedette.collector.logs.parse;

import org.jspecify.annotations.Nullable;

/**
 * Reads the time where a line begins with one, bare or in brackets, and the time of an access log's line, which stands
 * in the first brackets ({@code 192.0.2.1 - - [23/Nov/2026:13:41:44 +0000] "GET / ..."}). The text is left as it is.
 */
final class LeadingTime implements Step {
    /** How far into a line the brackets of an access log may stand: address, identity, user. */
    private static final int ACCESS_REACH = 300;

    private final Timestamps timestamps;

    LeadingTime(Timestamps timestamps) {
        this.timestamps = timestamps;
    }

    @Override
    public void apply(LogLine line) {
        String text = line.message();
        if (line.timestamp() != null || text.isEmpty()) {
            return;
        }
        int begin = 0;
        while (begin < Math.min(text.length(), 8) && "[(<\" \t".indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        Timestamps.@Nullable Found found = timestamps.at(text, begin, line.readAt());
        if (found == null) {
            int bracket = text.indexOf(" [");
            // A day, a month's name and a year: else any bracketed number would be taken.
            if (bracket > 0 && bracket < ACCESS_REACH && text.startsWith("/", bracket + 4)) {
                found = timestamps.at(text, bracket + 2, line.readAt());
            }
        }
        if (found != null) {
            line.setTimestamp(found.instant());
        }
    }
}
