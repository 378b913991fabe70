package io.vedette.deploy.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks a collector as any other program would. */
final class Api {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    Api(int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    JsonNode get(String pathAndQuery) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + pathAndQuery)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return json.readTree(answer.body());
    }

    /** The result of an instant query. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + encode(expression)).path("data").path("result");
    }

    /** The messages of all log lines that match, read page by page. */
    List<String> messages(String query) throws IOException, InterruptedException {
        List<String> messages = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = get("/api/logs?from=now-1h&limit=500&query=" + encode(query) + after);
            page.path("documents")
                    .forEach(line -> messages.add(line.path("message").asText()));
            JsonNode next = page.path("next");
            if (!next.isTextual() || page.path("documents").isEmpty()) {
                return messages;
            }
            after = "&after=" + encode(next.asText());
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
