package io.vedette.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that name a collector, and the asking. */
final class CollectorClient {
    /** Numbers are kept as they were written: a time with milliseconds is no double. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${VEDETTE_URL:-http://127.0.0.1:9800}",
            description = {"the collector asked; default $VEDETTE_URL, else", "http://127.0.0.1:9800"})
    private String url = "";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** Asks and reads the whole answer. */
    JsonNode get(String path, Map<String, String> parameters) throws Failure {
        try (InputStream body = open(path, parameters, Duration.ofMinutes(3))) {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Failure(url + path + " does not answer in JSON: is that a collector?", e);
        } catch (IOException e) {
            throw new Failure(url + " broke off the answer: " + e.getMessage(), e);
        }
    }

    /** Asks and leaves the answer open, to be read as it comes. */
    InputStream stream(String path, Map<String, String> parameters) throws Failure {
        return open(path, parameters, Duration.ofDays(3650));
    }

    private InputStream open(String path, Map<String, String> parameters, Duration timeout) throws Failure {
        HttpResponse<InputStream> response;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path + "?" + encode(parameters)))
                    .timeout(timeout)
                    .build();
            response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            throw new Failure("--url " + url + " is no address of a collector; write http://127.0.0.1:9800", e);
        } catch (ConnectException e) {
            throw new Failure(
                    "no collector answers at " + url + "; start one with ./vedette up, or name it by --url", e);
        } catch (IOException e) {
            throw new Failure("the collector at " + url + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
        if (response.statusCode() != 200) {
            throw new Failure(reason(response));
        }
        return response.body();
    }

    private static String reason(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8);
            try {
                JsonNode error = JSON.readTree(text).path("error");
                return error.isTextual()
                        ? error.asText()
                        : "HTTP status " + response.statusCode() + ": " + text.strip();
            } catch (JsonProcessingException e) {
                return "HTTP status " + response.statusCode() + ": " + text.strip();
            }
        } catch (IOException e) {
            return "HTTP status " + response.statusCode();
        }
    }

    private static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
