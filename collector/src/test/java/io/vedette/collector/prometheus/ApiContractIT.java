package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.group.GroupSnapshot.ActiveAlert;
import io.vedette.rules.group.GroupSnapshot.AlertState;
import io.vedette.rules.group.GroupSnapshot.Alerting;
import io.vedette.rules.group.GroupSnapshot.Health;
import io.vedette.rules.group.GroupSnapshot.Recording;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Our real answers, held against Prometheus's own description of its API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiContractIT {
    private static final long NOW = 1_763_900_000_000L;
    private static final Instant NOW_INSTANT = Instant.ofEpochMilli(NOW);

    /** Operation, status, parameters: every operation must stand here at least once, and every parameter of it. */
    private static final String CASES = """
            GET /query | 200 | query=up | time=1763900000 | timeout=5s | limit=1 | lookback_delta=5m | stats=all
            GET /query | 200 | query=up[5m]
            GET /query | 200 | query=42
            GET /query | 200 | query="text"
            GET /query | 200 | query=rate(load[5m]) + quantile(7, load)
            GET /query | 400 | query=up{
            GET /query | 422 | query=load + on() load
            POST /query | 200 | query=up | time=1763900000 | timeout=5s | limit=1 | lookback_delta=5m | stats=true
            POST /query | 400 | query=up | time=now
            GET /query_range | 200 | query=up | start=1763899000 | end=1763900000 | step=15 | timeout=5s | limit=1 | lookback_delta=60 | stats=all
            GET /query_range | 400 | query=up | start=1763899000 | end=1763900000 | step=0
            POST /query_range | 200 | query=up | start=1763899000 | end=1763900000 | step=15s | timeout=5s | limit=1 | lookback_delta=60 | stats=all
            GET /query_exemplars | 200 | query=up | start=1763899000 | end=1763900000
            GET /query_exemplars | 400 | query=up{
            POST /query_exemplars | 200 | query=up | start=1763899000 | end=1763900000
            GET /format_query | 200 | query=sum(up)by(job)
            GET /format_query | 400 | query=sum(
            POST /format_query | 200 | query=sum(up)by(job)
            GET /parse_query | 200 | query=sum(rate(up[5m])) by (job) > 5
            GET /parse_query | 400 | query=sum(
            POST /parse_query | 200 | query=up
            GET /labels | 200 | start=1763899000 | end=1763900000 | match[]=up | limit=1
            GET /labels | 400 | start=never
            POST /labels | 200 | start=1763899000 | end=1763900000 | match[]=up | limit=1
            GET /label/{name}/values | 200 | start=1763899000 | end=1763900000 | match[]=up | limit=1
            GET /label/{name}/values | 400 | limit=many
            GET /series | 200 | start=1763899000 | end=1763900000 | match[]=up | limit=1
            GET /series | 400
            POST /series | 200 | start=1763899000 | end=1763900000 | match[]=up | limit=1
            GET /metadata | 200 | limit=1 | limit_per_metric=1 | metric=up
            GET /metadata | 400 | limit=many
            GET /scrape_pools | 200
            GET /targets | 200 | scrapePool=node | state=active
            GET /targets | 200 | state=dropped
            GET /targets/metadata | 200 | match_target={job="node"} | metric=up | limit=1
            GET /targets/metadata | 400 | limit=many
            GET /targets/relabel_steps | 200 | scrapePool=node | labels={}
            GET /targets/relabel_steps | 400
            GET /rules | 200 | type=alert | rule_name[]=NodeDown | rule_group[]=nodes | file[]=nodes.yml | match[]={severity="critical"} | exclude_alerts=false | group_limit=1 | group_next_token=
            GET /rules | 200 | group_limit=1
            GET /rules | 400 | type=both
            GET /alerts | 200
            GET /alertmanagers | 200
            GET /status/config | 200
            GET /status/runtimeinfo | 200
            GET /status/buildinfo | 200
            GET /status/flags | 200
            GET /status/tsdb | 200 | limit=2
            GET /status/tsdb | 400 | limit=0
            GET /status/tsdb/blocks | 200
            GET /status/walreplay | 200
            GET /notifications | 200
            GET /features | 200
            PUT /admin/tsdb/delete_series | 503 | match[]=up | start=0 | end=1
            POST /admin/tsdb/delete_series | 503 | match[]=up | start=0 | end=1
            PUT /admin/tsdb/clean_tombstones | 503
            POST /admin/tsdb/clean_tombstones | 503
            PUT /admin/tsdb/snapshot | 503 | skip_head=true
            POST /admin/tsdb/snapshot | 503 | skip_head=true
            POST /otlp/v1/metrics | 404
            """;

    /** Operations that are tried elsewhere, or that a Prometheus has only when a flag of an experiment is given. */
    private static final List<String> ELSEWHERE = List.of(
            "POST /write",
            "POST /read",
            "GET /status/self_metrics",
            "GET /search/metric_names",
            "POST /search/metric_names",
            "GET /search/label_names",
            "POST /search/label_names",
            "GET /search/label_values",
            "POST /search/label_values");

    private static final List<GroupSnapshot> GROUPS = List.of(
            new GroupSnapshot(
                    "nodes.yml",
                    "nodes",
                    Duration.ofSeconds(15),
                    0,
                    NOW_INSTANT,
                    Duration.ofMillis(1),
                    List.of(new Alerting(
                            "NodeDown",
                            "up == 0",
                            Duration.ofMinutes(1),
                            Duration.ZERO,
                            Labels.of("severity", "critical"),
                            Map.of("summary", "down"),
                            AlertState.FIRING,
                            List.of(new ActiveAlert(
                                    Labels.of("alertname", "NodeDown"),
                                    Map.of("summary", "down"),
                                    AlertState.FIRING,
                                    NOW_INSTANT,
                                    NOW_INSTANT,
                                    Double.NaN)),
                            Health.OK,
                            "",
                            NOW_INSTANT,
                            Duration.ofMillis(1)))),
            new GroupSnapshot(
                    "more.yml",
                    "more",
                    Duration.ofSeconds(15),
                    0,
                    null,
                    Duration.ZERO,
                    List.of(new Recording("a", "b", Labels.EMPTY, Health.ERROR, "why", null, Duration.ZERO))));

    private OpenApiContract contract;
    private ApiServer server;

    @BeforeAll
    void start() throws Exception {
        contract = OpenApiContract.load();
        Head head = new Head(HeadLimits.DEFAULT);
        for (int i = 20; i > 0; i--) {
            long time = NOW - i * 15_000L;
            head.append(Labels.of("__name__", "up", "job", "node", "instance", "n1"), time, 1);
            head.append(Labels.of("__name__", "up", "job", "node", "instance", "n2"), time, Double.NaN);
            head.append(Labels.of("__name__", "load", "job", "node", "instance", "n1"), time, 1 / (double) i);
            head.append(Labels.of("__name__", "load", "job", "node", "instance", "n2"), time, -i);
        }
        server = new ApiServer(WholeApi.doors(head, InstantSource.fixed(NOW_INSTANT), () -> GROUPS));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersEveryOperationAsTheContractSays() throws Exception {
        List<String> problems = new ArrayList<>();
        for (String line : CASES.lines().toList()) {
            String[] parts = line.split(" \\| ");
            ApiServer.Answer answer = ask(parts);
            if (answer.status() != Integer.parseInt(parts[1])) {
                problems.add(line + ": answered with " + answer.status() + " " + answer.body());
            }
            contract.problems(parts[0], answer.status(), answer.body())
                    .forEach(problem -> problems.add(line + ": " + problem + " in " + answer.body()));
        }
        assertThat(problems).isEmpty();
    }

    private ApiServer.Answer ask(String[] parts) throws Exception {
        String[] methodAndPath = parts[0].split(" ");
        String path = "api/v1" + methodAndPath[1].replace("{name}", "job");
        List<String> namesAndValues = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            namesAndValues.add(parts[i].substring(0, equals));
            namesAndValues.add(parts[i].substring(equals + 1));
        }
        String[] array = namesAndValues.toArray(String[]::new);
        return switch (methodAndPath[0]) {
            case "GET" -> server.get(path, array);
            case "POST" -> server.post(path, array);
            default -> server.send(methodAndPath[0], path, array);
        };
    }

    @Test
    void triesEveryOperationWithEveryParameterOfIt() {
        SortedSet<String> untried = new TreeSet<>();
        for (String operation : contract.operations()) {
            if (!ELSEWHERE.contains(operation)) {
                untried.add(operation);
                contract.parameters(operation).forEach(name -> untried.add(operation + " " + name));
            }
        }
        for (String line : CASES.lines().toList()) {
            String[] parts = line.split(" \\| ");
            untried.remove(parts[0]);
            for (int i = 2; i < parts.length; i++) {
                untried.remove(parts[0] + " " + parts[i].substring(0, parts[i].indexOf('=')));
            }
        }
        assertThat(untried).isEmpty();
    }

    @Test
    void answersWrongMethodsAndUnknownPathsAsErrorsOfTheApi() throws Exception {
        assertError(server.send("DELETE", "api/v1/query"), 405, "bad_data");
        assertError(server.post("api/v1/status/config"), 405, "bad_data");
        assertError(server.send("PATCH", "api/v1/series"), 405, "bad_data");
        assertError(server.get("api/v1/nothing"), 404, "not_found");
        assertError(server.get("api/v1/search/metric_names"), 404, "not_found");
        assertError(server.get("api/v1"), 404, "not_found");
    }

    private static void assertError(ApiServer.Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("status").asText()).isEqualTo("error");
        assertThat(answer.body().path("errorType").asText()).isEqualTo(type);
        assertThat(answer.body().path("error").asText()).isNotEmpty();
    }
}
