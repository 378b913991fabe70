package io.vedette.collector.logs.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes off what a container runtime puts around the lines of a program: JSON with the line in {@code log} (Docker's
 * json-file), or time, stream and a tag (CRI). Parts of a split line are put together again, and lines of the two
 * streams that came in one event are told apart.
 */
final class ContainerLines {
    private static final String DOCKER = "{\"log\":\"";
    private static final int CRI_TIME_MAX = 40;

    /**
     * What a program wrote to one of its streams.
     *
     * @param stream {@code stdout} or {@code stderr}; empty if the runtime does not say
     * @param time when the first of it was written, null if the runtime does not say
     * @param text the lines, with line feeds between them
     * @param line the number of the event's line in which it begins, from 0
     */
    record Written(String stream, @Nullable Instant time, String text, int line) {}

    private record Part(String stream, @Nullable Instant time, String text, boolean complete) {}

    /** One stream's text so far. */
    private static final class Collected {
        final Part first;
        final int line;
        final StringBuilder text = new StringBuilder();
        private boolean complete;

        Collected(Part first, int line) {
            this.first = first;
            this.line = line;
        }

        void add(Part part) {
            if (complete) {
                text.append('\n');
            }
            text.append(part.text);
            complete = part.complete;
        }

        Written written() {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == '\n') {
                end--;
            }
            return new Written(first.stream, first.time, text.substring(0, end), line);
        }
    }

    private ContainerLines() {}

    /** What the lines of an event hold; null if it is not from a container runtime. */
    static @Nullable List<Written> of(String event) {
        if (!mayBe(event)) {
            return null;
        }
        List<Collected> streams = new ArrayList<>(1);
        int number = 0;
        for (int at = 0; at <= event.length(); number++) {
            int lineFeed = event.indexOf('\n', at);
            int end = lineFeed < 0 ? event.length() : lineFeed;
            Part part = part(event.substring(at, end));
            if (part == null) {
                return null;
            }
            collected(streams, part, number).add(part);
            at = end + 1;
        }
        return streams.stream().map(Collected::written).toList();
    }

    private static boolean mayBe(String event) {
        return event.startsWith(DOCKER) || event.length() > 10 && event.charAt(4) == '-' && event.charAt(10) == 'T';
    }

    private static Collected collected(List<Collected> streams, Part part, int line) {
        for (Collected stream : streams) {
            if (stream.first.stream.equals(part.stream)) {
                return stream;
            }
        }
        Collected begun = new Collected(part, line);
        streams.add(begun);
        return begun;
    }

    private static @Nullable Part part(String line) {
        return line.startsWith(DOCKER) ? docker(line) : cri(line);
    }

    private static @Nullable Part docker(String line) {
        Map<String, Object> json = JsonFields.read(line);
        if (json == null || !(json.remove("log") instanceof String text)) {
            return null;
        }
        Object stream = json.remove("stream");
        Object time = json.remove("time");
        if (!json.keySet().stream().allMatch(name -> name.startsWith("attrs."))) {
            return null;
        }
        boolean complete = text.endsWith("\n");
        return new Part(
                stream instanceof String name ? name : "",
                time instanceof String when ? instant(when) : null,
                complete ? text.substring(0, text.length() - 1) : text,
                complete);
    }

    private static @Nullable Part cri(String line) {
        Scan scan = new Scan(line, 0);
        String time = scan.until(' ', CRI_TIME_MAX);
        Instant instant = time == null ? null : instant(time);
        String stream = instant == null ? null : scan.until(' ', 8);
        if (stream == null || !stream.equals("stdout") && !stream.equals("stderr")) {
            return null;
        }
        char tag = scan.peek();
        scan.moveTo(scan.at() + 1);
        while (!scan.atEnd() && scan.peek() != ' ') {
            scan.moveTo(scan.at() + 1);
        }
        scan.take(' ');
        return tag == 'P' || tag == 'F' ? new Part(stream, instant, scan.rest(), tag == 'F') : null;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
