package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.vedette.collector.serve.Caller;
import io.vedette.collector.serve.JsonErrors;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes answers, piece by piece, so that a large one is never held as text. */
final class ApiAnswer {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String TYPE = "application/json";

    private ApiAnswer() {}

    /** Writes the value of {@code data}. */
    @FunctionalInterface
    interface Data {
        void write(JsonGenerator json) throws IOException;
    }

    /** Answers a question or finds it wrong. */
    @FunctionalInterface
    interface Question {
        void answer(Context context) throws ApiException, IOException;
    }

    /** A handler that turns {@link ApiException}s into answers. */
    static Handler handler(Question question) {
        return context -> {
            try {
                question.answer(context);
            } catch (ApiException e) {
                fail(context, e);
            } catch (SourceException e) {
                fail(
                        context,
                        e.getCause() instanceof ApiException own
                                ? own
                                : new ApiException(ApiException.Type.UNAVAILABLE, String.valueOf(e.getMessage())));
            } catch (StackOverflowError e) {
                // RE2 goes one call deeper for every part of an expression that may be empty.
                fail(
                        context,
                        new ApiException(
                                ApiException.Type.EXECUTION,
                                "a regular expression has too many alternatives or optional parts; use a shorter one"));
            }
        };
    }

    /** Answers with the error; where a part of another answer is sent already, hangs up. */
    private static void fail(Context context, ApiException e) {
        if (context.res().isCommitted()) {
            Caller.hangUp(context);
            return;
        }
        JsonErrors.answer(context, e.type().status(), e.type().word(), String.valueOf(e.getMessage()));
    }

    /** Serves a path by GET, and by POST with the parameters as a form. */
    static void addBoth(RoutesConfig routes, String path, Question question) {
        Handler handler = handler(question);
        routes.get(path, handler);
        routes.post(path, handler);
    }

    /** Answers with success. */
    static void write(Context context, Data data) throws IOException {
        write(context, List.of(), List.of(), data);
    }

    /** Answers with success and remarks. */
    static void write(Context context, List<String> warnings, List<String> infos, Data data) throws IOException {
        write(context, context.outputStream(), warnings, infos, data);
    }

    /** Answers with success and remarks, by a stream of the caller's. */
    static void write(Context context, OutputStream out, List<String> warnings, List<String> infos, Data data)
            throws IOException {
        context.contentType(TYPE);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", "success");
            json.writeFieldName("data");
            data.write(json);
            writeTexts(json, "warnings", warnings);
            writeTexts(json, "infos", infos);
            json.writeEndObject();
        }
    }

    /** Writes labels as an object. */
    static void writeLabels(JsonGenerator json, Labels labels) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.nameAt(i), labels.valueAt(i));
        }
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
