package io.vedette.collector.prometheus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.serve.Door;
import io.vedette.collector.serve.HttpServer;
import io.vedette.collector.serve.StartException;
import io.vedette.protocol.config.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** A server with some doors, and a client that asks it or any other server of the same API. */
final class ApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HttpServer server;

    /** An answer: the HTTP status and the body. */
    record Answer(int status, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }

        String error() {
            return body.path("errorType").asText() + ": " + body.path("error").asText();
        }
    }

    ApiServer(Door... doors) throws StartException {
        server = new HttpServer(ListenAddress.parse("127.0.0.1:0"), List.of(doors), new SimpleMeterRegistry());
        server.start();
    }

    String url() {
        return server.url();
    }

    Answer get(String path, String... namesAndValues) throws IOException, InterruptedException {
        return ask(url(), path, namesAndValues);
    }

    Answer post(String path, String... namesAndValues) throws IOException, InterruptedException {
        return answer(CLIENT.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encode(namesAndValues)))
                        .build(),
                BodyHandlers.ofString()));
    }

    Answer send(String method, String path, String... namesAndValues) throws IOException, InterruptedException {
        return answer(CLIENT.send(
                HttpRequest.newBuilder(URI.create(url() + path + "?" + encode(namesAndValues)))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString()));
    }

    static Answer ask(String url, String path, String... namesAndValues) throws IOException, InterruptedException {
        return answer(CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + path + "?" + encode(namesAndValues)))
                        .build(),
                BodyHandlers.ofString()));
    }

    static HttpResponse<String> getText(String url, String path, String... namesAndValues)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + path + "?" + encode(namesAndValues)))
                        .build(),
                BodyHandlers.ofString());
    }

    static HttpResponse<String> push(String url, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "api/v1/write")).POST(BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static Answer answer(HttpResponse<String> response) throws IOException {
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static String encode(String... namesAndValues) {
        StringJoiner form = new StringJoiner("&");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(URLEncoder.encode(namesAndValues[i], StandardCharsets.UTF_8) + "="
                    + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
