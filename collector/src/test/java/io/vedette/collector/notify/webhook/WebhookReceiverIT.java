package io.vedette.collector.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.notify.Delivery;
import io.vedette.collector.notify.Delivery.Failure;
import io.vedette.collector.notify.Message;
import io.vedette.collector.notify.Secret;
import io.vedette.collector.notify.webhook.WebhookSettings.Authorization;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookReceiverIT {
    private static final Instant T = Instant.parse("2026-11-23T10:00:00.250Z");

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsAlertmanagersPayload() throws Exception {
        server.enqueue(new MockResponse.Builder().code(204).build());
        assertThat(receiver(0, Optional.empty()).deliver(message())).isEqualTo(new Delivery.Done());
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Idempotency-Key")).isEqualTo("key-1");
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("Vedette/test");
        JsonNode expected = new ObjectMapper().readTree("""
                {"receiver":"team","status":"firing","alerts":[
                  {"status":"firing","labels":{"alertname":"NodeDown","instance":"a","severity":"critical"},
                   "annotations":{"summary":"a is down"},"startsAt":"2026-11-23T10:00:00.25Z",
                   "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://v/graph?g0.expr=up","fingerprint":"%s"},
                  {"status":"resolved","labels":{"alertname":"NodeDown","instance":"b","severity":"critical"},
                   "annotations":{"summary":"b is down"},"startsAt":"2026-11-23T10:00:00.25Z",
                   "endsAt":"2026-11-23T10:01:00.25Z","generatorURL":"http://v/graph?g0.expr=up","fingerprint":"%s"}],
                 "groupLabels":{"alertname":"NodeDown"},
                 "commonLabels":{"alertname":"NodeDown","severity":"critical"},"commonAnnotations":{},
                 "externalURL":"http://v","version":"4","groupKey":"{}:{alertname=\\"NodeDown\\"}","truncatedAlerts":0}
                """.formatted(
                        alert("a", null).fingerprint(), alert("b", T).fingerprint()));
        JsonNode actual = body(request);
        assertThat(actual).isEqualTo(expected);
        assertThat(List.copyOf(names(actual))).isEqualTo(List.copyOf(names(expected)));
    }

    private static List<String> names(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void leavesOutWhatIsMoreThanAllowedAndSaysHowMuch() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        receiver(1, Optional.empty()).deliver(message());
        JsonNode body = body(server.takeRequest());
        assertThat(body.path("alerts")).hasSize(1);
        assertThat(body.path("truncatedAlerts").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400,Never,CLIENT_ERROR", "401,Never,AUTHENTICATION", "404,Never,CLIENT_ERROR", "410,Never,CLIENT_ERROR",
        "408,Later,CLIENT_ERROR", "429,Later,CLIENT_ERROR", "500,Later,SERVER_ERROR", "503,Later,SERVER_ERROR"
    })
    void readsTheAnswer(int status, String outcome, Failure failure) throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .body("the reason" + "x".repeat(100_000))
                .setHeader("Retry-After", "7")
                .build());
        Delivery delivery = receiver(0, Optional.empty()).deliver(message());
        assertThat(delivery.getClass().getSimpleName()).isEqualTo(outcome);
        String reason;
        if (delivery instanceof Delivery.Later later) {
            assertThat(later.failure()).isEqualTo(failure);
            assertThat(later.after()).isEqualTo(Duration.ofSeconds(7));
            reason = later.reason();
        } else {
            assertThat(((Delivery.Never) delivery).failure()).isEqualTo(failure);
            reason = ((Delivery.Never) delivery).reason();
        }
        assertThat(reason)
                .contains(status + ": the reason")
                .hasSizeLessThan(300)
                .doesNotContain("token");
    }

    @Test
    void aServerThatNeverAnswersIsTriedLater() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertThat(receiver(0, Optional.empty(), Duration.ofMillis(300)).deliver(message()))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later -> assertThat(later.failure()).isEqualTo(Failure.TIMEOUT));
    }

    @Test
    void nobodyListeningIsTriedLater() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        WebhookSettings settings = new WebhookSettings(
                Secret.of("http://127.0.0.1:" + port + "/token"), true, 0, Duration.ofSeconds(20), Optional.empty());
        assertThat(new WebhookReceiver(settings, "test").deliver(message()))
                .isEqualTo(
                        new Delivery.Later(Failure.UNREACHABLE, "no connection to 127.0.0.1:" + port, Duration.ZERO));
    }

    @Test
    void saysWhoItIs() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().build());
        receiver(0, Optional.of(new Authorization("Basic", "user", Secret.of("pass"))))
                .deliver(message());
        receiver(0, Optional.of(new Authorization("Bearer", "", Secret.of("abc"))))
                .deliver(message());
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer abc");
    }

    private WebhookReceiver receiver(int maxAlerts, Optional<Authorization> authorization) {
        return receiver(maxAlerts, authorization, Duration.ofSeconds(60));
    }

    private WebhookReceiver receiver(int maxAlerts, Optional<Authorization> authorization, Duration timeout) {
        String url = server.url("/hook/token").toString();
        return new WebhookReceiver(
                new WebhookSettings(Secret.of(url), true, maxAlerts, timeout, authorization), "Vedette/test");
    }

    private static JsonNode body(RecordedRequest request) throws IOException {
        return new ObjectMapper()
                .readTree(Objects.requireNonNull(request.getBody()).utf8());
    }

    private static Message message() {
        return new Message(
                "team",
                "{}:{alertname=\"NodeDown\"}",
                Labels.of("alertname", "NodeDown"),
                List.of(alert("b", T.plusSeconds(60)), alert("a", null)),
                "http://v",
                "key-1",
                T);
    }

    private static RoutedAlert alert(String instance, @Nullable Instant endsAt) {
        return new RoutedAlert(
                Labels.of("alertname", "NodeDown", "instance", instance, "severity", "critical"),
                Map.of("summary", instance + " is down"),
                T,
                T,
                endsAt,
                0,
                "http://v/graph?g0.expr=up",
                false);
    }
}
