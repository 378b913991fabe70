package io.vedette.collector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vedette.protocol.config.ListenAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerIT {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> reloadProblem = new AtomicReference<>(Optional.empty());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = new HttpServer(
            ListenAddress.parse("127.0.0.1:0"),
            List.of(
                    new HealthDoor(notReady::get, reloadProblem::get),
                    new MetricsDoor(registry),
                    routes -> routes.post("/echo", context -> context.result(context.formParam("text") + "")),
                    routes -> routes.get("/large", context -> context.result("x".repeat(100_000))),
                    routes -> routes.get("/broken", context -> {
                        throw new IllegalStateException("secret inner detail");
                    })),
            registry);

    @BeforeAll
    void start() throws StartException {
        server.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void isHealthyAndReady() throws Exception {
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(get("/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhyItIsNotReady() throws Exception {
        notReady.set(Optional.of("reading the last 3 h from Kafka: 40% done"));

        HttpResponse<String> answer = get("/-/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("reading the last 3 h from Kafka: 40% done\n");
        notReady.set(Optional.empty());
    }

    @Test
    void reloadTellsWhatIsWrong() throws Exception {
        assertThat(post("/-/reload", "").statusCode()).isEqualTo(200);

        reloadProblem.set(Optional.of("rules.yml:3:1: unknown key"));
        HttpResponse<String> answer = post("/-/reload", "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("rules.yml:3:1");
        reloadProblem.set(Optional.empty());
        assertThat(get("/-/reload").statusCode()).isEqualTo(405);
    }

    @Test
    void servesThePageAndForbidsItEverythingFromElsewhereAndInline() throws Exception {
        for (String path : List.of("/", "/page.js", "/page.css", "/favicon.svg")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).as(path).contains("no-cache");
        }
        HttpResponse<String> page = get("/");
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
                .doesNotContain("unsafe", "http");
    }

    @Test
    void opensLinksToAnExpressionOnThePage() throws Exception {
        HttpResponse<String> answer = get("/graph?g0.expr=up%20%3D%3D%200&g0.tab=1");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse(""))
                .endsWith("/?g0.expr=up%20%3D%3D%200&g0.tab=1#query");
        assertThat(get("/graph").headers().firstValue("Location").orElse("")).endsWith("/#query");
    }

    @Test
    void answersUnknownPathsWith404AsJson() throws Exception {
        for (String path : List.of("/alertmanager/api/v2/status", "/nothing/here", "/api/v1/unknown")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"error\",\"errorType\":\"not_found\",\"error\":\"nothing is served at "
                            + path + "\"}");
        }
    }

    @Test
    void hidesTheCauseOfAFaultOfItsOwn() throws Exception {
        HttpResponse<String> answer = get("/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"errorType\":\"internal\"").doesNotContain("secret", "Exception");
    }

    @Test
    void refusesBodiesThatAreTooLargeWhetherTheirLengthIsToldOrNot() throws Exception {
        String body = "text=" + "x".repeat(10_000_000);
        assertThat(post("/echo", body).statusCode()).isEqualTo(413);

        HttpRequest chunked = form("/echo")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
        assertThat(client.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @Test
    void refusesUrlsThatAreTooLongAndSaysWhatToDo() throws Exception {
        HttpResponse<String> answer = get("/-/healthy?x=" + "y".repeat(100_000));

        assertThat(answer.statusCode()).isIn(414, 431);
        assertThat(answer.body()).contains("send the parameters with POST").doesNotContain("jetty");
    }

    @Test
    void tellsNeitherItsSoftwareNorAVersion() throws Exception {
        assertThat(get("/-/healthy").headers().map()).doesNotContainKeys("server", "x-powered-by");
        assertThat(raw("NONSENSE\r\n\r\n").toLowerCase(Locale.ROOT))
                .startsWith("http/1.1 400")
                .doesNotContain("jetty", "exception");
    }

    @Test
    void compressesWhenAsked() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/large"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(answer.body().length).isLessThan(10_000);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(in.readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void servesItsMetricsInBothFormats() throws Exception {
        registry.counter("vedette.test").increment();

        HttpResponse<String> text = get("/metrics");
        assertThat(text.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(text.body()).contains("vedette_test_total 1.0");

        HttpResponse<String> openMetrics = client.send(
                HttpRequest.newBuilder(uri("/metrics"))
                        .header("Accept", "application/openmetrics-text; version=1.0.0")
                        .build(),
                BodyHandlers.ofString());
        assertThat(openMetrics.headers().firstValue("content-type").orElse(""))
                .startsWith("application/openmetrics-text");
        assertThat(openMetrics.body()).endsWith("# EOF\n");
    }

    @Test
    void countsRequestsByRouteAndNotByWhatAStrangerSends() throws Exception {
        get("/-/healthy");
        get("/random/" + System.nanoTime());

        assertThat(get("/metrics").body())
                .contains("vedette_http_request_duration_seconds_count{code=\"200\",handler=\"/-/healthy\",}")
                .contains("vedette_http_request_duration_seconds_count{code=\"404\",handler=\"none\",}");
    }

    @Test
    void refusesChangesAskedForByThePageOfAnotherSite() throws Exception {
        HttpRequest foreign = form("/-/reload")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                HttpServer second =
                        new HttpServer(new ListenAddress("127.0.0.1", taken.getLocalPort()), List.of(), registry)) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": port " + taken.getLocalPort()
                            + " is taken by another program; stop that one or choose another port");
        }
    }

    @Test
    void servesThePageToBeAskedForAgainEachTimeAtNoCost() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Vedette</title>");
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");

        HttpResponse<byte[]> script = client.send(
                HttpRequest.newBuilder(uri("/page.js"))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(script.headers().firstValue("content-encoding")).contains("gzip");
        String tag = script.headers().firstValue("etag").orElse("");
        assertThat(tag).isNotEmpty();
        assertThat(client.send(
                                HttpRequest.newBuilder(uri("/page.js"))
                                        .header("If-None-Match", tag)
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void servesNothingOutsideThePage() throws Exception {
        for (String path :
                List.of("/../serve/HttpServer.class", "/..%2fserve%2fHttpServer.class", "/page.js/", "/%2e%2e/")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .matches("(?s)HTTP/1.1 (400|404|200).*")
                    .doesNotContain("\u00ca\u00fe\u00ba\u00be", "io/vedette/collector");
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        try (HttpServer elsewhere = new HttpServer(ListenAddress.parse("192.0.2.1:0"), List.of(), registry)) {
            assertThatThrownBy(elsewhere::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage("cannot listen on 192.0.2.1:0: this machine has no such address");
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(form(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/x-www-form-urlencoded");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private URI uri(String path) {
        return URI.create(server.url()).resolve(path);
    }
}
