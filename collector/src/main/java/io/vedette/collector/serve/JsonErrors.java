package io.vedette.collector.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to requests that failed, in the form of the Prometheus API: {@code status}, {@code errorType}, {@code error}.
 */
public final class JsonErrors {
    private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final long MAX_DRAINED_BYTES = 64L * 1024 * 1024;
    private static final Map<Integer, String> TYPES = Map.of(
            400, "bad_data",
            404, "not_found",
            405, "bad_data",
            413, "bad_data",
            414, "bad_data",
            415, "bad_data",
            422, "execution",
            431, "bad_data",
            503, "unavailable");

    private JsonErrors() {}

    /** Answers errors that no door answers itself. */
    static void addTo(RoutesConfig routes) {
        routes.exception(
                HttpResponseException.class, (e, context) -> answer(context, e.getStatus(), message(e, context)));
        routes.exception(
                UnsupportedCharsetException.class,
                (e, context) -> answer(context, 415, "the body's character set is not known; send UTF-8"));
        routes.exception(Exception.class, (e, context) -> {
            if (e instanceof IOException) {
                // The client went away while the answer was written: nobody is left to tell.
                LOG.debug("{} {} was cut off: {}", context.method(), context.path(), e.toString());
                return;
            }
            String mark = UUID.randomUUID().toString();
            LOG.error("{} {} failed ({})", context.method(), context.path(), mark, e);
            if (context.res().isCommitted()) {
                Caller.hangUp(context);
                return;
            }
            answer(context, 500, "something went wrong here; the log has the cause beside " + mark);
        });
    }

    /** Answers with a status and a message. */
    public static void answer(Context context, int status, String message) {
        answer(context, status, type(status), message);
    }

    /** Answers with a status, a message and a type of error that a door knows better than by the status. */
    public static void answer(Context context, int status, String errorType, String message) {
        if (status == 413) {
            drain(context);
        }
        context.status(status).contentType("application/json").result(body(errorType, message));
    }

    /** Takes the rest of a body that is too large, as most clients look for an answer only when they have sent all. */
    private static void drain(Context context) {
        byte[] buffer = new byte[16 * 1024];
        long left = MAX_DRAINED_BYTES;
        try {
            InputStream in = context.req().getInputStream();
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = in.read(buffer);
            }
        } catch (IOException e) {
            LOG.debug("{} {} ended while its body was read: {}", context.method(), context.path(), e.toString());
        }
    }

    static String body(int status, String message) {
        return body(type(status), message);
    }

    private static String type(int status) {
        return TYPES.getOrDefault(status, status < 500 ? "bad_data" : "internal");
    }

    private static String body(String errorType, String message) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", "error");
            json.writeStringField("errorType", errorType);
            json.writeStringField("error", message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: writing to memory", e);
        }
        return out.toString();
    }

    private static String message(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 404 -> "nothing is served at " + shortened(context.path());
            case 405 -> shortened(context.path()) + " cannot be asked with " + context.method();
            case 413 -> "the body is larger than " + HttpServer.MAX_FORM_BYTES + " bytes";
            default -> e.getMessage() == null ? "error " + e.getStatus() : e.getMessage();
        };
    }

    private static String shortened(String path) {
        return path.length() > 100 ? path.substring(0, 100) + "…" : path;
    }
}
