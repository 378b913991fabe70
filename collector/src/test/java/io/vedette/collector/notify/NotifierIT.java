package io.vedette.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.metrics.SteppedClock;
import io.vedette.collector.notify.webhook.WebhookKind;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.MemoryStateStore;
import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers that fail, over real HTTP. */
class NotifierIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant T = Instant.parse("2026-11-23T10:00:00Z");

    private final MockWebServer good = new MockWebServer();
    private final MockWebServer bad = new MockWebServer();
    private final MemoryStateStore state = new MemoryStateStore();
    private final SteppedClock clock = new SteppedClock(T.plusSeconds(10));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Notifier> opened = new ArrayList<>();
    private volatile MockResponse answer = new MockResponse.Builder().code(200).build();

    @BeforeEach
    void start() throws IOException {
        good.setDispatcher(answering(false));
        bad.setDispatcher(answering(true));
        good.start(InetAddress.getLoopbackAddress(), 0);
        bad.start(InetAddress.getLoopbackAddress(), 0);
    }

    private Dispatcher answering(boolean asTold) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return asTold ? answer : new MockResponse.Builder().code(200).build();
            }
        };
    }

    @AfterEach
    void stop() {
        opened.forEach(Notifier::close);
        good.close();
        bad.close();
    }

    @Test
    void aDeadReceiverKeepsNobodyElseWaiting() throws Exception {
        answer = new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
        Notifier notifier = open();
        notifier.accept(List.of(alert("a", null)));
        assertThat(take(good)).contains("\"alertname\":\"a\"");
        notifier.accept(List.of(alert("b", null)));
        clock.step(Duration.ofSeconds(10));
        assertThat(take(good)).contains("\"alertname\":\"b\"");
        assertThat(take(bad)).contains("\"alertname\":\"a\"");
    }

    @Test
    void aReceiverThatComesBackIsToldOnceWhatIsSoThen() throws Exception {
        answer = new MockResponse.Builder().code(503).build();
        Notifier notifier = open();
        notifier.accept(List.of(alert("a", null)));
        String key = key(bad);
        assertThat(key(bad)).as("tried again, it is the same message").isEqualTo(key);
        notifier.accept(List.of(alert("b", null)));
        clock.step(Duration.ofSeconds(10));
        await().atMost(PATIENCE).until(() -> take(bad).contains("\"alertname\":\"b\""));
        answer = new MockResponse.Builder().code(200).build();
        await().atMost(PATIENCE).until(() -> delivered("ops/webhook[1]") == 1);
        while (bad.takeRequest(10, TimeUnit.MILLISECONDS) != null) {
            // what was sent until it answered
        }
        clock.step(Duration.ofSeconds(30));
        notifier.accept(List.of(alert("a", null), alert("b", null)));
        assertThat(bad.takeRequest(2, TimeUnit.SECONDS)).as("the same again").isNull();
        assertThat(meters.counter(
                                "vedette_notify_failures_total",
                                "integration",
                                "ops/webhook[1]",
                                "reason",
                                "server_error")
                        .count())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void aMessageThatIsRefusedIsNotTriedAgainBeforeTheGroupIsDueAgain() throws Exception {
        answer = new MockResponse.Builder().code(400).body("no such room").build();
        Notifier notifier = open();
        notifier.accept(List.of(alert("a", null)));
        take(bad);
        assertThat(bad.takeRequest(2, TimeUnit.SECONDS)).isNull();
        clock.step(Duration.ofSeconds(10));
        take(bad);
        assertThat(meters.counter(
                                "vedette_notify_failures_total",
                                "integration",
                                "ops/webhook[1]",
                                "reason",
                                "client_error")
                        .count())
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void whatMayHaveArrivedWhenAProcessDiedIsSentAgainWithTheSameKey() throws Exception {
        answer = new MockResponse.Builder().code(500).build();
        Notifier first = open();
        first.accept(List.of(alert("a", null)));
        String key = key(bad);
        first.close();
        clock.step(Duration.ofSeconds(60));
        answer = new MockResponse.Builder().code(200).build();
        while (bad.takeRequest(10, TimeUnit.MILLISECONDS) != null) {
            // what the first sent
        }
        open().accept(List.of(alert("a", null)));
        assertThat(key(bad)).isEqualTo(key);
        assertThat(take(good)).contains("\"alertname\":\"a\"");
        assertThat(good.takeRequest(2, TimeUnit.SECONDS))
                .as("a second message to who has it")
                .isNull();
    }

    @Test
    void nobodyIsToldBeforeTheIntentIsKeptAndThenOnce() throws Exception {
        state.fail(true);
        Notifier notifier = open();
        notifier.accept(List.of(alert("a", null)));
        assertThat(good.takeRequest(1, TimeUnit.SECONDS)).isNull();
        state.fail(false);
        assertThat(take(good)).contains("\"alertname\":\"a\"");
        assertThat(good.takeRequest(1, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aReloadedConfigurationIsInForceAndWhatWasToldStaysTold() throws Exception {
        Notifier notifier = open();
        notifier.accept(List.of(alert("a", null)));
        take(good);
        take(bad);
        notifier.reload(config("other"));
        assertThat(take(good)).as("a receiver of another name has not heard").contains("\"receiver\":\"other\"");
        await().atMost(PATIENCE).until(() -> delivered("other/webhook[0]") == 1);
        notifier.reload(config("ops"));
        assertThat(good.takeRequest(2, TimeUnit.SECONDS)).isNull();
    }

    private Notifier open() throws Exception {
        Notifier notifier = new Notifier(
                config("ops"),
                state,
                "http://v",
                clock,
                System::nanoTime,
                new Random(7),
                new ReceiverQueue.Settings(10, Duration.ofMillis(100), Duration.ofMillis(400)),
                100,
                meters);
        opened.add(notifier);
        notifier.start();
        notifier.caughtUp();
        return notifier;
    }

    private NotifyConfig config(String receiver) throws Exception {
        return new NotifyConfigReader(List.of(new WebhookKind("test")))
                .parse("notify.yml", """
                        route: {receiver: %s, group_wait: 0s, group_interval: 5s}
                        receivers:
                          - name: %s
                            webhook_configs: [{url: '%s'}, {url: '%s'}]
                        """.formatted(receiver, receiver, good.url("/"), bad.url("/")), Path.of("/"));
    }

    private double delivered(String integration) {
        return meters.counter("vedette_notify_delivered_total", "integration", integration)
                .count();
    }

    private static String take(MockWebServer server) throws InterruptedException {
        RecordedRequest request = server.takeRequest(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).as("a message").isNotNull();
        return Objects.requireNonNull(Objects.requireNonNull(request).getBody()).utf8();
    }

    private static String key(MockWebServer server) throws InterruptedException {
        RecordedRequest request = server.takeRequest(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).as("a message").isNotNull();
        return Objects.requireNonNull(
                Objects.requireNonNull(request).getHeaders().get("Idempotency-Key"));
    }

    private static RoutedAlert alert(String name, @Nullable Instant endsAt) {
        return new RoutedAlert(Labels.of("alertname", name), Map.of(), T, T, endsAt, 1, "http://v/graph", false);
    }
}
