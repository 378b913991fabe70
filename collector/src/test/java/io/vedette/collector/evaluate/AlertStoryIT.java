package io.vedette.collector.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.collector.deadletter.KafkaDeadLetters;
import io.vedette.collector.kafka.LocalKafka;
import io.vedette.collector.metrics.MetricMetadata;
import io.vedette.collector.metrics.MetricsConsumer;
import io.vedette.collector.metrics.MetricsSettings;
import io.vedette.collector.metrics.SteppedClock;
import io.vedette.collector.metrics.TestNode;
import io.vedette.collector.notify.Notifier;
import io.vedette.collector.notify.NotifyConfig;
import io.vedette.collector.notify.NotifyConfigReader;
import io.vedette.collector.notify.email.EmailKind;
import io.vedette.collector.notify.webhook.WebhookKind;
import io.vedette.collector.state.StateTopic;
import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileReader;
import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.group.GroupSnapshot.ActiveAlert;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.group.GroupSnapshot.Alerting;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryLimits;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From samples in Kafka to a webhook and a mail, over collectors that die at bad moments. */
class AlertStoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RULES = """
            groups:
              - name: nodes
                interval: 15s
                rules:
                  - record: cluster:load:sum
                    expr: sum(node_load1)
                  - alert: NodeDown
                    expr: up{job="node"} == 0
                    for: 1m
                    labels: {severity: critical}
                    annotations: {summary: '{{ $labels.instance }} does not answer'}
                  - alert: Busy
                    expr: node_load1 > 10
                    annotations: {summary: busy}
            """;

    @TempDir
    Path dir;

    private final Instant start = Instant.now().minusSeconds(3000).truncatedTo(ChronoUnit.MINUTES);
    private final MockWebServer web = new MockWebServer();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private final List<Life> lives = new ArrayList<>();
    private LocalKafka kafka;
    private Producer<byte[], byte[]> producer;
    private TestNode node1;
    private TestNode node2;

    @BeforeEach
    void begin() throws Exception {
        kafka = LocalKafka.start(dir);
        producer = kafka.clients().producer();
        node1 = new TestNode("node1", producer);
        node2 = new TestNode("node2", producer);
        web.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().code(200).build();
            }
        });
        web.start(InetAddress.getLoopbackAddress(), 0);
        mail.start();
    }

    @AfterEach
    void end() {
        lives.forEach(Life::close);
        producer.close();
        kafka.close();
        web.close();
        mail.stop();
    }

    /** The parts of one collector, with a clock of their own: one that is left standing does nothing more. */
    private final class Life {
        private final String writer = UUID.randomUUID().toString();
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final SteppedClock clock;
        private final Head head = new Head(HeadLimits.DEFAULT);
        private final StateTopic state;
        private final MetricsConsumer consumer;
        private final Evaluator evaluator;
        private final Notifier notifier;

        private Life(Instant now, String rules) throws Exception {
            clock = new SteppedClock(now);
            KafkaDeadLetters deadLetters = new KafkaDeadLetters(producer, InstantSource.system(), meters);
            state = new StateTopic(
                    kafka.clients().reader("state"), producer, deadLetters, StateTopic.Limits.DEFAULT, meters);
            state.start();
            consumer = new MetricsConsumer(
                    kafka.clients().reader("metrics"),
                    head,
                    new MetricMetadata(100),
                    deadLetters,
                    state,
                    writer,
                    clock,
                    MetricsSettings.forWindow(Duration.ofHours(1)),
                    meters);
            notifier = new Notifier(config(), state, "http://v", clock, System::nanoTime, new Random(1), meters);
            evaluator = new Evaluator(
                    new EvaluatorSettings(Duration.ofSeconds(15), Duration.ofHours(1), 2, Labels.EMPTY, "http://v"),
                    head,
                    head,
                    new QueryEngine(QueryLimits.DEFAULT),
                    consumer,
                    state,
                    producer,
                    writer,
                    notifier,
                    System::nanoTime,
                    meters);
            evaluator.reload(read(rules));
            evaluator.start();
            notifier.start();
            consumer.start();
            lives.add(this);
            awaitEvaluated();
        }

        /** Until all is evaluated that the clock allows. */
        private void awaitEvaluated() throws Exception {
            Instant until = clock.instant().minusSeconds(2);
            assertThat(consumer.awaitComplete(until, PATIENCE)).isTrue();
            await().atMost(PATIENCE)
                    .until(() -> evaluator.groups().stream().allMatch(group -> isEvaluated(group, until)));
        }

        private static boolean isEvaluated(GroupSnapshot group, Instant until) {
            Instant last = group.lastEvaluation();
            return last != null && last.plus(group.interval()).isAfter(until);
        }

        private void step() throws Exception {
            clock.step(Duration.ofSeconds(5));
            awaitEvaluated();
        }

        private Stream<ActiveAlert> active() {
            return evaluator.groups().stream()
                    .map(GroupSnapshot::rules)
                    .flatMap(List::stream)
                    .filter(rule -> rule instanceof Alerting)
                    .flatMap(rule -> ((Alerting) rule).alerts().stream());
        }

        private void close() {
            evaluator.close();
            notifier.close();
            consumer.close();
            state.close();
        }
    }

    @Test
    void aPendingAlertFiresAtTheInstantItWouldHaveAndNobodyIsToldTwice() throws Exception {
        both(0, 60);
        Life first = new Life(at(62), RULES);
        // node1 is dead from now on: it is absent from 90 on.
        one(75, 120);
        while (first.clock.instant().isBefore(at(122))) {
            first.step();
        }
        ActiveAlert pending = first.active().findFirst().orElseThrow();
        assertThat(pending.state()).isEqualTo(AlertState.PENDING);
        assertThat(pending.activeAt()).isBetween(at(90), at(105));
        assertThat(web.getRequestCount()).isZero();

        // The first collector stands still, as if killed. The alert comes due with nobody there.
        one(135, 240);
        Life second = new Life(at(242), RULES);
        assertThat(values(second.head)).as("the head is full again").contains("node1", "node2");
        JsonNode told = webhook();
        assertThat(told.path("status").asText()).isEqualTo("firing");
        assertThat(told.path("alerts")).hasSize(1);
        assertThat(Instant.parse(told.at("/alerts/0/startsAt").asText()))
                .isEqualTo(pending.activeAt().plusSeconds(60));
        assertThat(told.at("/alerts/0/labels/instance").asText()).isEqualTo("node1");
        assertThat(told.at("/alerts/0/annotations/summary").asText()).isEqualTo("node1 does not answer");
        assertThat(mail.waitForIncomingEmail(60_000, 1)).isTrue();

        // Killed again after it told; the third knows. node1 is back from 255 on.
        both(255, 300);
        Life third = new Life(at(302), RULES);
        JsonNode over = webhook();
        assertThat(over.path("status").asText()).isEqualTo("resolved");
        assertThat(Instant.parse(over.at("/alerts/0/startsAt").asText()))
                .isEqualTo(pending.activeAt().plusSeconds(60));
        assertThat(mail.waitForIncomingEmail(60_000, 2)).isTrue();

        both(315, 330);
        while (third.clock.instant().isBefore(at(330))) {
            third.step();
        }
        both(345, 360);
        new Life(at(362), RULES);
        assertThat(web.takeRequest(3, TimeUnit.SECONDS)).as("a third message").isNull();
        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("[FIRING:1] NodeDown node1");
        assertThat(mail.getReceivedMessages()[1].getSubject()).isEqualTo("[RESOLVED] NodeDown node1");
    }

    @Test
    void anAlertThatCameAndWentWhileNobodyWatchedIsFoundAndToldOnce() throws Exception {
        both(0, 60);
        new Life(at(62), RULES);
        for (int second = 75; second <= 240; second += 15) {
            node1.send(at(second), second >= 120 && second < 180 ? 20 : 1);
            node2.send(at(second), 1);
        }
        new Life(at(242), RULES);
        JsonNode told = webhook();
        assertThat(told.path("status").asText()).isEqualTo("resolved");
        assertThat(told.at("/alerts/0/labels/alertname").asText()).isEqualTo("Busy");
        assertThat(Instant.parse(told.at("/alerts/0/startsAt").asText())).isBetween(at(120), at(135));
        assertThat(Instant.parse(told.at("/alerts/0/endsAt").asText())).isBetween(at(180), at(195));
        new Life(at(244), RULES);
        assertThat(web.takeRequest(3, TimeUnit.SECONDS)).as("a second message").isNull();
    }

    @Test
    void alertsOfARuleThatIsGoneAreResolvedAndThoseThatStayGoOn() throws Exception {
        for (int second = 0; second <= 60; second += 15) {
            node1.send(at(second), 20);
        }
        Life life = new Life(at(62), RULES);
        assertThat(webhook().path("status").asText()).isEqualTo("firing");
        Instant since = life.active().findFirst().orElseThrow().activeAt();

        life.evaluator.reload(read(RULES.replace("summary: busy", "summary: very busy")));
        node1.send(at(75), 20);
        step(life, 78);
        assertThat(life.active().map(ActiveAlert::activeAt)).containsExactly(since);

        life.evaluator.reload(read(RULES.substring(0, RULES.indexOf("      - alert: Busy"))));
        node1.send(at(90), 20);
        step(life, 93);
        assertThat(life.active()).isEmpty();
        assertThat(webhook().path("status").asText()).isEqualTo("resolved");
    }

    private void step(Life life, int until) throws Exception {
        while (life.clock.instant().isBefore(at(until))) {
            life.step();
        }
    }

    private void both(int from, int to) throws Exception {
        for (int second = from; second <= to; second += 15) {
            node1.send(at(second), 1);
            node2.send(at(second), 1);
        }
    }

    private void one(int from, int to) throws Exception {
        for (int second = from; second <= to; second += 15) {
            node2.send(at(second), 1);
        }
    }

    private Instant at(int second) {
        return start.plusSeconds(second);
    }

    private JsonNode webhook() throws Exception {
        RecordedRequest request = web.takeRequest(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).as("a webhook").isNotNull();
        assertThat(Objects.requireNonNull(request).getHeaders().get("Idempotency-Key"))
                .isNotBlank();
        return new ObjectMapper()
                .readTree(Objects.requireNonNull(request.getBody()).utf8());
    }

    private Set<String> values(Head head) {
        return head.labelValues(
                "instance",
                List.of(LabelMatcher.equal("__name__", "node_load1")),
                at(0).toEpochMilli(),
                at(60).toEpochMilli());
    }

    private static List<RuleFile> read(String yaml) throws Exception {
        return List.of(RuleFileReader.read("rules.yml", yaml));
    }

    private NotifyConfig config() throws Exception {
        return new NotifyConfigReader(List.of(new WebhookKind("test"), new EmailKind()))
                .parse("notify.yml", """
                        global: {smtp_smarthost: '127.0.0.1:%d', smtp_from: vedette@example.org, smtp_require_tls: false}
                        route: {receiver: ops, group_by: [alertname], group_wait: 0s, group_interval: 1s}
                        receivers:
                          - name: ops
                            webhook_configs: [{url: '%s'}]
                            email_configs: [{to: ops@example.org, send_resolved: true}]
                        """.formatted(mail.getSmtp().getPort(), web.url("/")), dir);
    }
}
