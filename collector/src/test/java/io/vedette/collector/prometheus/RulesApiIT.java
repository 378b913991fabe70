package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.group.GroupSnapshot.ActiveAlert;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.group.GroupSnapshot.Alerting;
import io.vedette.rules.group.GroupSnapshot.Health;
import io.vedette.rules.group.GroupSnapshot.Recording;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesApiIT {
    private static final Instant EVALUATED = Instant.parse("2026-01-02T13:36:56.874Z");

    private static final ActiveAlert ALERT = new ActiveAlert(
            Labels.of("alertname", "NodeDown", "instance", "n1"),
            Map.of("summary", "n1 is down"),
            AlertState.FIRING,
            Instant.parse("2026-01-02T13:30:00Z"),
            null,
            1);

    private static final List<GroupSnapshot> GROUPS = List.of(
            new GroupSnapshot(
                    "nodes.yml",
                    "nodes",
                    Duration.ofSeconds(15),
                    0,
                    EVALUATED,
                    Duration.ofNanos(561_635),
                    List.of(
                            new Alerting(
                                    "NodeDown",
                                    "up == 0",
                                    Duration.ofMinutes(1),
                                    Duration.ZERO,
                                    Labels.of("severity", "critical"),
                                    Map.of("summary", "{{ $labels.instance }} is down"),
                                    AlertState.FIRING,
                                    List.of(ALERT),
                                    Health.OK,
                                    "",
                                    EVALUATED,
                                    Duration.ofMillis(1)),
                            new Recording(
                                    "instance:load",
                                    "avg by (instance) (load)",
                                    Labels.EMPTY,
                                    Health.ERROR,
                                    "out of memory",
                                    EVALUATED,
                                    Duration.ofMillis(2)))),
            new GroupSnapshot(
                    "disks.yml",
                    "disks",
                    Duration.ofMinutes(1),
                    10,
                    null,
                    Duration.ZERO,
                    List.of(new Recording("a", "b", Labels.EMPTY, Health.UNKNOWN, "", null, Duration.ZERO))));

    private ApiServer server;

    @BeforeAll
    void start() throws Exception {
        server = new ApiServer(new RulesDoor(() -> GROUPS));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void writesGroupsAsPrometheusDoes() throws Exception {
        assertThat(server.get("api/v1/rules").data().path("groups").get(0).toString())
                .isEqualTo("{\"name\":\"nodes\",\"file\":\"nodes.yml\",\"rules\":[{\"state\":\"firing\","
                        + "\"name\":\"NodeDown\",\"query\":\"up == 0\",\"duration\":60,\"keepFiringFor\":0,"
                        + "\"labels\":{\"severity\":\"critical\"},"
                        + "\"annotations\":{\"summary\":\"{{ $labels.instance }} is down\"},"
                        + "\"alerts\":[{\"labels\":{\"alertname\":\"NodeDown\",\"instance\":\"n1\"},"
                        + "\"annotations\":{\"summary\":\"n1 is down\"},\"state\":\"firing\","
                        + "\"activeAt\":\"2026-01-02T13:30:00Z\",\"value\":\"1e+00\"}],"
                        + "\"health\":\"ok\",\"evaluationTime\":0.001,"
                        + "\"lastEvaluation\":\"2026-01-02T13:36:56.874Z\",\"type\":\"alerting\"},"
                        + "{\"name\":\"instance:load\",\"query\":\"avg by (instance) (load)\",\"health\":\"err\","
                        + "\"lastError\":\"out of memory\",\"evaluationTime\":0.002,"
                        + "\"lastEvaluation\":\"2026-01-02T13:36:56.874Z\",\"type\":\"recording\"}],"
                        + "\"interval\":15,\"limit\":0,\"evaluationTime\":0.000561635,"
                        + "\"lastEvaluation\":\"2026-01-02T13:36:56.874Z\"}");
        assertThat(server.get("api/v1/rules")
                        .data()
                        .path("groups")
                        .get(1)
                        .path("lastEvaluation")
                        .asText())
                .isEqualTo("0001-01-01T00:00:00Z");
    }

    @Test
    void listsAlerts() throws Exception {
        JsonNode alerts = server.get("api/v1/alerts").data().path("alerts");

        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).path("labels").path("instance").asText()).isEqualTo("n1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type         | alert                 | NodeDown
            type         | record                | instance:load,a
            rule_name[]  | a                     | a
            rule_group[] | nodes                 | NodeDown,instance:load
            file[]       | disks.yml             | a
            match[]      | {severity="critical"} | NodeDown
            match[]      | {severity="none"}     | ''
            """)
    void choosesRules(String parameter, String value, String names) throws Exception {
        JsonNode groups = server.get("api/v1/rules", parameter, value).data().path("groups");

        assertThat(String.join(",", groups.findValuesAsText("query").isEmpty() ? List.of() : ruleNames(groups)))
                .isEqualTo(names);
    }

    private static List<String> ruleNames(JsonNode groups) {
        List<String> names = new ArrayList<>();
        groups.forEach(group ->
                group.path("rules").forEach(rule -> names.add(rule.path("name").asText())));
        return names;
    }

    @Test
    void leavesAlertsOutWhenAsked() throws Exception {
        JsonNode rule = server.get("api/v1/rules", "exclude_alerts", "true")
                .data()
                .path("groups")
                .get(0)
                .path("rules")
                .get(0);

        assertThat(rule.has("alerts")).isFalse();
    }

    @Test
    void givesGroupsPageByPage() throws Exception {
        JsonNode first = server.get("api/v1/rules", "group_limit", "1").data();
        assertThat(first.path("groups")).hasSize(1);
        String token = first.path("groupNextToken").asText();
        assertThat(token).hasSize(40);

        JsonNode second = server.get("api/v1/rules", "group_limit", "1", "group_next_token", token)
                .data();
        assertThat(second.path("groups").get(0).path("name").asText()).isEqualTo("disks");
        assertThat(second.has("groupNextToken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type             | both | invalid parameter "type": not supported value "both"
            exclude_alerts   | maybe | invalid parameter "exclude_alerts"
            group_limit      | 0 | group_limit needs to be greater than 0
            group_next_token | abc | group_limit needs to be present
            """)
    void refusesWhatItDoesNotUnderstand(String parameter, String value, String error) throws Exception {
        ApiServer.Answer answer = server.get("api/v1/rules", parameter, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).startsWith("bad_data: ").contains(error);
    }

    @Test
    void refusesATokenOfRulesThatAreGone() throws Exception {
        assertThat(server.get("api/v1/rules", "group_limit", "1", "group_next_token", "abc")
                        .error())
                .contains("invalid group_next_token 'abc'. were rule groups changed?");
    }

    @Test
    void hasNoAlertmanagersBehindIt() throws Exception {
        assertThat(server.get("api/v1/alertmanagers").data().toString())
                .isEqualTo("{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}");
    }
}
