package io.vedette.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code vedette up} as a person starts it: lines are written, a second node dies, people are told by web hook and
 * e-mail, everything is killed and started again, and in the end every line is there once and everybody was told once.
 */
class UpIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyLineIsFoundOnceAndEverybodyToldOnceAcrossKills() throws Exception {
        int port = VedetteProcess.freePort();
        Api api = new Api(port);
        Path log = Files.createFile(folder.resolve("app.log"));
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        mail.start();
        MockWebServer hook = new MockWebServer();
        for (int i = 0; i < 50; i++) {
            hook.enqueue(new MockResponse.Builder().code(200).build());
        }
        hook.start();
        try {
            Path rules = Files.writeString(folder.resolve("rules.yml"), """
                    groups:
                    - name: test
                      interval: 1s
                      rules:
                      - alert: SecondNodeDown
                        expr: up{job="node", instance="second"} == 0
                        for: 3s
                        labels: {severity: critical}
                        annotations:
                          summary: Node {{ $labels.instance }} is down
                          description: Nothing has come from {{ $labels.instance }}; up is {{ $value }}.
                    """);
            Path notify = Files.writeString(
                    folder.resolve("notify.yml"), """
                    global: {smtp_smarthost: "127.0.0.1:%d", smtp_from: vedette@example.org, smtp_require_tls: false}
                    route: {receiver: people, group_by: [alertname, instance], group_wait: 1s, group_interval: 2s}
                    receivers:
                    - name: people
                      webhook_configs: [{url: "http://127.0.0.1:%d/hook"}]
                      email_configs: [{to: ops@example.org, send_resolved: true}]
                    """.formatted(mail.getSmtp().getPort(), hook.getPort()));
            String[] up = {
                "up",
                "--data",
                folder.resolve("data").toString(),
                "--port",
                Integer.toString(port),
                "--name",
                "first",
                "--tail",
                folder + "/*.log",
                "--rules",
                rules.toString(),
                "--notify",
                notify.toString()
            };

            List<String> written = new ArrayList<>();
            String kafka;
            try (VedetteProcess first = VedetteProcess.start(up).waitFor("ready")) {
                kafka = first.after("Kafka");
                append(log, written, 0, 500);
                await("500 lines are found")
                        .atMost(PATIENCE)
                        .until(() -> api.messages("numbered").size() == 500);
                append(log, written, 500, 800);
                first.kill(); // with lines on their way
            }
            append(log, written, 800, 1000);

            try (VedetteProcess second = VedetteProcess.start(up).waitFor("ready")) {
                kafka = second.after("Kafka");
                await("1000 lines are found")
                        .atMost(PATIENCE)
                        .until(() -> api.messages("numbered").size() >= 1000);
                assertThat(api.messages("numbered")).containsExactlyInAnyOrderElementsOf(written);
                assertThat(second.residentBytes()).as("resident memory").isLessThan(1L << 30);

                Path agent = agentConfig(kafka);
                try (VedetteProcess node = VedetteProcess.start("agent", "--config", agent.toString())) {
                    await("the second node is up")
                            .atMost(PATIENCE)
                            .until(() -> value(api, "up{instance=\"second\"}").equals("1"));
                    everyExpressionOfEveryDashboardHasAnAnswer(api);
                    assertThat(node.residentBytes()).as("resident memory").isLessThan(120L << 20);
                    node.kill();
                }
                await("the alert is pending or firing")
                        .atMost(PATIENCE)
                        .until(() ->
                                !api.get("/api/v1/alerts").at("/data/alerts").findValuesAsText("alertname").stream()
                                        .filter("SecondNodeDown"::equals)
                                        .toList()
                                        .isEmpty());
                second.kill();
            }

            try (VedetteProcess third = VedetteProcess.start(up).waitFor("ready")) {
                JsonNode firing = hookOf(hook, "firing");
                assertThat(firing.at("/alerts/0/labels/instance").asText()).isEqualTo("second");
                assertThat(firing.at("/commonAnnotations/summary").asText()).isEqualTo("Node second is down");
                await("a mail arrives").atMost(PATIENCE).until(() -> mails(mail, "FIRING") == 1);

                try (VedetteProcess node = VedetteProcess.start(
                        "agent", "--config", agentConfig(third.after("Kafka")).toString())) {
                    JsonNode resolved = hookOf(hook, "resolved");
                    assertThat(resolved.at("/alerts/0/fingerprint")).isEqualTo(firing.at("/alerts/0/fingerprint"));
                    await("a mail says it is over").atMost(PATIENCE).until(() -> mails(mail, "RESOLVED") == 1);
                }
                assertThat(mails(mail, "FIRING")).as("mails of the one alert").isEqualTo(1);
                assertThat(api.messages("numbered")).containsExactlyInAnyOrderElementsOf(written);
                theCommandsAnswer(port);
                third.stop();
                third.waitFor("stopped");
            }
        } finally {
            hook.close();
            mail.stop();
        }
    }

    @Test
    void asksOneThingOfThePersonWhenItCannotStart() throws Exception {
        int port = VedetteProcess.freePort();
        String data = folder.resolve("data").toString();
        String[] up = {"up", "--data", data, "--port", Integer.toString(port), "--name", "only"};
        try (VedetteProcess running = VedetteProcess.start(up).waitFor("ready")) {
            VedetteProcess.Finished again = VedetteProcess.run(up);
            assertThat(again.status()).isEqualTo(1);
            assertThat(again.text()).startsWith("vedette: already running on " + data + " (process ");

            VedetteProcess.Finished taken =
                    VedetteProcess.run("up", "--data", data + "2", "--port", Integer.toString(port));
            assertThat(taken.status()).isEqualTo(1);
            assertThat(taken.lines())
                    .containsExactly("vedette: port " + port + " is taken; choose another with --port");
            assertThat(running.stop()).isEqualTo(143);
        }
        VedetteProcess.Finished misspelt = VedetteProcess.run(
                "up",
                "--data",
                data,
                "--notify",
                Files.writeString(folder.resolve("n.yml"), "route: {reciever: x}\n")
                        .toString());
        assertThat(misspelt.status()).isEqualTo(1);
        assertThat(misspelt.text()).contains("n.yml:1").contains("reciever");
        assertThat(VedetteProcess.run("up", "--dta", "x").status()).isEqualTo(2);
    }

    private void theCommandsAnswer(int port) throws Exception {
        String url = "http://127.0.0.1:" + port;
        VedetteProcess.Finished query =
                VedetteProcess.run("query", "--url", url, "rate(node_cpu_seconds_total{mode!=\"idle\"}[1m]) >= 0");
        assertThat(query.status()).as(query.text()).isZero();
        assertThat(query.text()).contains("{cluster=").contains("mode=\"user\"");
        VedetteProcess.Finished wrong = VedetteProcess.run("query", "--url", url, "rate(up)");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.text()).contains("expected type range vector in call to function \"rate\"");
        VedetteProcess.Finished logs =
                VedetteProcess.run("logs", "--url", url, "--from", "now-1h", "--limit", "5", "numbered");
        assertThat(logs.lines()).hasSize(5).allSatisfy(line -> assertThat(line).contains("app.log: numbered line"));
    }

    private static void everyExpressionOfEveryDashboardHasAnAnswer(Api api) {
        // Rates need two samples of each node, the mesh two agents that have heard of each other.
        await("every expression of every dashboard has an answer")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(DashboardExpressions.unanswered(api)).isEmpty());
    }

    private Path agentConfig(String kafka) throws IOException {
        return Files.writeString(folder.resolve("agent.yml"), """
                name: second
                interval: 1s
                listen: 127.0.0.1:0
                data: %s
                kafka: {bootstrap_servers: "%s"}
                probes: {ping: {interval: 1s}}
                logs: {journal: never}
                """.formatted(folder.resolve("second"), kafka));
    }

    private static void append(Path log, List<String> written, int from, int to) throws IOException {
        List<String> lines = IntStream.range(from, to)
                .mapToObj(i -> "numbered line " + i + (i % 10 == 0 ? " with an error" : ""))
                .toList();
        Files.write(log, lines, StandardOpenOption.APPEND);
        written.addAll(lines);
    }

    private static String value(Api api, String expression) throws Exception {
        return api.query(expression).at("/0/value/1").asText();
    }

    /** The next request with that status; what comes before it must not tell the same again. */
    private static JsonNode hookOf(MockWebServer hook, String status) throws Exception {
        @Nullable RecordedRequest request = hook.takeRequest(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).as("a web hook with status %s", status).isNotNull();
        JsonNode body =
                JSON.readTree(request.getBody() == null ? "" : request.getBody().utf8());
        assertThat(body.path("status").asText())
                .as("the web hook's status in %s", body)
                .isEqualTo(status);
        return body;
    }

    private static long mails(GreenMail mail, String word) throws Exception {
        long count = 0;
        for (MimeMessage message : mail.getReceivedMessages()) {
            if (message.getSubject().contains(word)) {
                count++;
                assertThat(GreenMailUtil.getBody(message)).contains("second");
            }
        }
        return count;
    }
}
