package io.vedette.collector.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.Cursor;
import io.vedette.collector.index.LogFilter;
import io.vedette.collector.index.LogHistogram;
import io.vedette.collector.index.LogPage;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.LogSearch;
import io.vedette.collector.index.LogSearcher;
import io.vedette.collector.serve.Door;
import io.vedette.collector.serve.JsonErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/logs}: finds log lines; {@code /api/logs/histogram} counts them by time and level; {@code /api/logs/tail}
 * follows them as server-sent events. A question that cannot be answered is 400 with the reason, an index that is away
 * 503.
 *
 * <p>Safe for use by any thread; close it to end the followers.
 */
public final class LogsApi implements Door, AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LIMIT_DEFAULT = 100;
    private static final int BUCKETS_DEFAULT = 60;
    private static final Duration HISTOGRAM_DEFAULT = Duration.ofHours(1);

    private final LogSearcher index;
    private final InstantSource clock;
    private final LogTails tails;

    /** @param nanos elapsed time, as {@link System#nanoTime} */
    public LogsApi(LogSearcher index, InstantSource clock, LongSupplier nanos, MeterRegistry meters) {
        this.index = index;
        this.clock = clock;
        this.tails = new LogTails(index, clock, nanos, meters);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/logs", context -> answering(context, this::search));
        routes.get("/api/logs/histogram", context -> answering(context, this::histogram));
        routes.get("/api/logs/tail", context -> answering(context, this::tail));
    }

    /** An answer that may turn out impossible. */
    private interface Answer {
        void to(Context context) throws LogQueryException, IOException;
    }

    private static void answering(Context context, Answer answer) {
        try {
            answer.to(context);
        } catch (LogQueryException | IllegalArgumentException e) {
            JsonErrors.answer(context, 400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            JsonErrors.answer(context, 503, String.valueOf(e.getMessage()));
        }
    }

    private void search(Context context) throws LogQueryException, IOException {
        int limit = number(context, "limit", LIMIT_DEFAULT, LogSearch.LIMIT_MAX);
        String after = parameter(context, "after");
        LogSearch search = new LogSearch(
                filter(context, null, null),
                LogSearch.Order.NEWEST_FIRST,
                limit,
                after == null ? null : Cursor.parse(after));
        context.contentType("application/json").result(json(index.search(search)));
    }

    /** Puts the documents in as they are stored, without reading them. */
    private static byte[] json(LogPage page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
        write(out, "{\"total\":" + page.total() + ",\"documents\":[");
        String separator = "";
        for (LogPage.Hit hit : page.hits()) {
            write(out, separator);
            out.write(hit.json());
            separator = ",";
        }
        write(out, "],\"next\":" + (page.next() == null ? "null" : "\"" + page.next() + "\"") + "}");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void histogram(Context context) throws LogQueryException, IOException {
        int buckets = number(context, "buckets", BUCKETS_DEFAULT, LogHistogram.BUCKETS_MAX);
        Instant now = clock.instant();
        LogHistogram histogram = index.histogram(filter(context, now.minus(HISTOGRAM_DEFAULT), now), buckets);
        context.contentType("application/json").result(json(histogram));
    }

    private static byte[] json(LogHistogram histogram) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("total", histogram.total());
            json.writeNumberField("width", histogram.width().toMillis());
            json.writeArrayFieldStart("buckets");
            for (LogHistogram.Bucket bucket : histogram.buckets()) {
                json.writeStartObject();
                json.writeNumberField("start", bucket.startMillis());
                json.writeObjectFieldStart("levels");
                for (Map.Entry<String, Long> level : bucket.byLevel().entrySet()) {
                    json.writeNumberField(level.getKey(), level.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void tail(Context context) throws LogQueryException, IOException {
        String query = query(context);
        String last = context.header("Last-Event-ID");
        Cursor after = last == null ? null : Cursor.parse(last);
        // Asked once before the stream begins: afterwards there is no status left to say that it is malformed.
        index.count(new LogFilter(query, clock.instant(), null));
        if (!tails.follow(context, query, after)) {
            JsonErrors.answer(
                    context, 503, "too many follow the logs already, " + LogTails.TAILS_MAX + "; try again later");
        }
    }

    private LogFilter filter(Context context, @Nullable Instant from, @Nullable Instant to) {
        String fromText = parameter(context, "from");
        String toText = parameter(context, "to");
        Instant now = clock.instant();
        return new LogFilter(
                query(context),
                fromText == null ? from : time("from", fromText, now),
                toText == null ? to : time("to", toText, now));
    }

    private static Instant time(String name, String text, Instant now) {
        try {
            return TimeExpression.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static String query(Context context) {
        String query = context.queryParam("query");
        return query == null ? "" : query;
    }

    /** The parameter, null if it is missing or empty. */
    private static @Nullable String parameter(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static int number(Context context, String name, int otherwise, int most) {
        String text = parameter(context, name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": not a number from 1 to " + most, e);
        }
        throw new IllegalArgumentException(name + ": not a number from 1 to " + most);
    }

    /** Ends the followers. */
    @Override
    public void close() {
        tails.close();
    }
}
