package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.TransportUtils;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** A connection to Elasticsearch, and its failures in words for people. Safe for use by any thread. */
final class Connection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int ANSWER_TIMEOUT_MILLIS = 30_000;

    private final ElasticsearchSettings settings;
    private final RestClient rest;
    private final RestClientTransport transport;
    private final ElasticsearchClient client;
    private final ElasticsearchAsyncClient asyncClient;

    /** Nothing is sent yet. @throws IOException if the authority's certificate cannot be read */
    Connection(ElasticsearchSettings settings) throws IOException {
        this.settings = settings;
        HttpHost[] hosts = settings.urls().stream()
                .map(url -> new HttpHost(url.getHost(), ElasticsearchSettings.port(url), url.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setDefaultHeaders(authorization(settings).toArray(Header[]::new))
                .setRequestConfigCallback(config ->
                        config.setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setSocketTimeout(ANSWER_TIMEOUT_MILLIS));
        SSLContext tls = tls(settings.caFile());
        if (tls != null) {
            builder.setHttpClientConfigCallback(http -> http.setSSLContext(tls));
        }
        rest = builder.build();
        transport = new RestClientTransport(rest, new JacksonJsonpMapper());
        client = new ElasticsearchClient(transport);
        asyncClient = new ElasticsearchAsyncClient(transport);
    }

    private static List<Header> authorization(ElasticsearchSettings settings) {
        List<Header> headers = new ArrayList<>(1);
        if (settings.apiKey() != null) {
            headers.add(new BasicHeader("Authorization", "ApiKey " + settings.apiKey()));
        } else if (settings.username() != null) {
            String password = settings.password() == null ? "" : settings.password();
            byte[] both = (settings.username() + ":" + password).getBytes(StandardCharsets.UTF_8);
            headers.add(new BasicHeader(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(both)));
        }
        return headers;
    }

    private static @Nullable SSLContext tls(@Nullable Path caFile) throws IOException {
        if (caFile == null) {
            return null;
        }
        try {
            return TransportUtils.sslContextFromHttpCaCrt(caFile.toFile());
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "elasticsearch.ca_file: " + caFile + " cannot be read as a PEM certificate: " + e.getMessage(), e);
        }
    }

    ElasticsearchClient client() {
        return client;
    }

    ElasticsearchAsyncClient asyncClient() {
        return asyncClient;
    }

    /** For what the typed client has no words for. */
    RestClient rest() {
        return rest;
    }

    /** Whether a failure is an answer of a server, with this status. */
    static boolean hasStatus(Throwable failure, int status) {
        return statusOf(failure) == status;
    }

    /** The status of the answer that a failure is, 0 if none came. */
    static int statusOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ElasticsearchException answer) {
                return answer.status();
            }
            if (cause instanceof TransportException answer && answer.statusCode() > 0) {
                return answer.statusCode();
            }
            if (cause instanceof ResponseException answer) {
                return answer.getResponse().getStatusLine().getStatusCode();
            }
        }
        return 0;
    }

    /** What is wrong, in one line that says what to do. */
    String explain(Throwable failure) {
        String where = "Elasticsearch at " + settings.shown();
        int status = statusOf(failure);
        if (status == 401) {
            String who = settings.apiKey() != null
                    ? "the API key; check elasticsearch.api_key"
                    : settings.username() == null
                            ? "requests without a password; set elasticsearch.username and password, or api_key"
                            : "the password of user " + settings.username()
                                    + "; check elasticsearch.username and password";
            return where + " refuses " + who;
        }
        if (status == 403) {
            return where + " does not permit this user what logs and history need: " + message(failure)
                    + "; grant create_doc, read, view_index_metadata, maintenance and auto_configure on logs-vedette.*"
                    + " and metrics-vedette.*, and manage_index_templates";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof ConnectException) {
            return where + " cannot be reached: " + message(root) + "; is it running, and is the address right?";
        }
        if (root instanceof SSLException || root instanceof java.security.cert.CertPathBuilderException) {
            return where + " has a certificate that is not trusted: " + message(root)
                    + "; name its authority in elasticsearch.ca_file";
        }
        return where + " failed: " + message(status > 0 ? failure : root);
    }

    private static String message(Throwable failure) {
        String told = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String message = failure instanceof ResponseException ? reason(told) : told;
        String line = message.lines().findFirst().orElse("").strip();
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    /** The reason within an answer's body, which the low-level client appends to its message. */
    private static String reason(String told) {
        int body = told.indexOf('{');
        try {
            JsonNode error = JSON.readTree(told.substring(Math.max(body, 0))).path("error");
            JsonNode innermost = error;
            while (innermost.has("caused_by")) {
                innermost = innermost.path("caused_by");
            }
            String reason = error.path("reason").asText(told);
            return innermost == error
                    ? reason
                    : reason + ": " + innermost.path("reason").asText();
        } catch (JsonProcessingException e) {
            return told;
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
