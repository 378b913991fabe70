package io.vedette.collector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.rules.head.Head;
import io.vedette.rules.head.HeadLimits;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryLimits;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Hostile questions of all kinds: each must be answered, as JSON, and never with a fault of the server's own. More of
 * them with {@code -Dvedette.fuzz.rounds=100000}, the same again with {@code -Dvedette.fuzz.seed=SEED}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryFuzzIT {
    private static final int ROUNDS = Integer.getInteger("vedette.fuzz.rounds", 1_500);
    private static final long NOW = 1_763_900_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> STATUSES =
            Set.of(200, 204, 400, 403, 404, 405, 411, 413, 414, 415, 422, 431, 501, 503);

    private static final List<String> PATHS = List.of(
            "query",
            "query_range",
            "query_exemplars",
            "format_query",
            "parse_query",
            "series",
            "labels",
            "label/job/values",
            "label/U__a_2e_b/values",
            "label/U__a_zz_b/values",
            "label/%ff/values",
            "label/%zz/values",
            "metadata",
            "targets",
            "targets/metadata",
            "rules",
            "alerts",
            "status/tsdb",
            "status/nothing",
            "../federate",
            "admin/tsdb/snapshot");

    private static final List<String> NAMES = List.of(
            "query",
            "time",
            "start",
            "end",
            "step",
            "timeout",
            "limit",
            "lookback_delta",
            "stats",
            "match[]",
            "metric",
            "limit_per_metric",
            "type",
            "file[]",
            "exclude_alerts",
            "group_limit",
            "group_next_token",
            "match_target",
            "state",
            "\u0000",
            "ä%");

    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "1",
            "NaN",
            "-Inf",
            "1e308",
            "-1e308",
            "1e-308",
            "1e999999999",
            "0x10",
            "1763900000",
            "1763899000.123456789",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "2025-11-23T12:00:00Z",
            "2025-11-23T12:00:00+99:99",
            "-292273086-05-16T16:47:06Z",
            "292277025-08-18T07:12:54.999999999Z",
            "now",
            "5m",
            "-5m",
            "5m5m",
            "1000000000y",
            "1ms",
            "０",
            "\u0000",
            "\ud800",
            "\u2028</script>",
            "%",
            "up",
            "true",
            "all");

    private static final List<String> PIECES = List.of(
            "up",
            "load",
            "{",
            "}",
            "(",
            ")",
            "[5m]",
            "[1h:1s]",
            "[1000y:1ms]",
            "[0s]",
            "offset",
            "@",
            "start()",
            "by",
            "without",
            "on(",
            "ignoring(",
            "group_left(",
            "bool",
            "sum(",
            "rate(",
            "count_values(\"x\",",
            "topk(1e9,",
            "quantile(NaN,",
            "label_replace(up,\"a\",\"$1$1$1$1\",\"job\",\"(.*)\")",
            "label_join(up,\"a\",\",\",\"job\")",
            "max_over_time(",
            "{a=~\"(a*)*b\"}",
            "{a=~\"((a{100}){100}){100}\"}",
            "{a=~\"[[:word:]]+\\\\pL{1000}\"}",
            "{a=~\"(\"}",
            "{__name__=~\".+\"}",
            "{\"a.b\"}",
            "\"\\u0000\"",
            "'\\xff'",
            "`",
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            "==",
            ">",
            "and",
            "or",
            "unless",
            "1e308",
            "Inf",
            "NaN",
            "0x",
            "1_0",
            ",",
            "#",
            "\n",
            "\ud83d\ude00",
            "time()",
            "histogram_quantile(",
            "absent(",
            "vector(",
            "scalar(",
            "info(",
            "5m",
            "1h1h",
            "fill(",
            "limitk(");

    private final long seed = Long.getLong("vedette.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private ApiServer server;

    @BeforeAll
    void start() throws Exception {
        Head head = new Head(HeadLimits.DEFAULT);
        for (int n = 0; n < 50; n++) {
            for (int i = 200; i > 0; i--) {
                String instance = "n" + n;
                head.append(Labels.of("__name__", "up", "job", "node", "instance", instance), NOW - i * 15_000L, n % 2);
                head.append(Labels.of("__name__", "load", "instance", instance, "a.b", "c"), NOW - i * 15_000L, i);
            }
        }
        QueryLimits limits =
                new QueryLimits(2_000_000, 32 << 20, 10_000, 11_000, Duration.ofSeconds(20), Duration.ofMinutes(5));
        server = new ApiServer(WholeApi.doors(
                head,
                InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                List::of,
                new QueryRunner.Settings(limits, 64 << 20, 4, 32)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void answersEachHostileQuestion() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < ROUNDS && wrong.size() < 5; round++) {
            byte[] request = request();
            RawHttp.Answer answer = RawHttp.send(server.url(), request);
            if (!STATUSES.contains(answer.status()) || !isAnswer(answer)) {
                wrong.add("round " + round + ": "
                        + new String(request, 0, Math.min(600, request.length), StandardCharsets.ISO_8859_1)
                        + "\nis answered with " + answer);
            }
        }
        assertThat(String.join("\n\n", wrong)).as("seed %d", seed).isEmpty();
        assertThat(server.get("api/v1/query", "query", "1 + 1").status()).isEqualTo(200);
    }

    private static boolean isAnswer(RawHttp.Answer answer) {
        if (answer.head().contains("Content-Encoding")) {
            return answer.status() == 200;
        }
        if (answer.status() == 204 || answer.body().isEmpty() || !answer.head().contains("json")) {
            return answer.status() < 400 || answer.body().isEmpty();
        }
        try {
            JsonNode body = JSON.readTree(answer.body());
            boolean good = answer.status() == 200;
            return body.path("status").asText().equals(good ? "success" : "error")
                    && (good
                            || !body.path("errorType").asText().isEmpty()
                                    && !body.path("error").asText().isEmpty());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private byte[] request() throws IOException {
        String path = "/api/v1/" + oneOf(PATHS);
        String parameters = parameters();
        return switch (random.nextInt(12)) {
            case 0 -> RawHttp.request("GET " + path + "?" + damaged(parameters), "", new byte[0]);
            case 1 -> RawHttp.request("GET " + path + "?" + parameters, garbageHeaders(), new byte[0]);
            case 2 ->
                RawHttp.request(
                        oneOf(List.of("PUT ", "DELETE ", "PATCH ", "OPTIONS ", "HEAD ", "BREW ", "get ")) + path,
                        "",
                        new byte[0]);
            case 3 -> form(path, damaged(parameters), "");
            case 4 ->
                form(path, parameters, "Content-Encoding: " + oneOf(List.of("gzip", "deflate", "zstd", "x")) + "\r\n");
            case 5 -> form(path, parameters, garbageHeaders());
            case 6 ->
                RawHttp.request(
                        "POST " + path,
                        "Content-Type: multipart/form-data; boundary=x\r\n",
                        noise(random.nextInt(300)));
            case 7 ->
                random.nextInt(40) == 0
                        ? form(path, "query=1" + "+1".repeat(5_000_000), "")
                        : form(path, parameters, "Accept-Encoding: zstd;q=nothing, gzip\r\n");
            default ->
                random.nextBoolean()
                        ? RawHttp.request("GET " + path + "?" + parameters, "", new byte[0])
                        : form(path, parameters, "");
        };
    }

    private static byte[] form(String path, String parameters, String headers) throws IOException {
        return RawHttp.request(
                "POST " + path,
                "Content-Type: application/x-www-form-urlencoded\r\n" + headers,
                parameters.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String parameters() {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) > 0) {
            text.append("query=").append(encode(query()));
        }
        if (random.nextBoolean()) {
            text.append("&start=")
                    .append(NOW / 1000 - random.nextInt(3_000))
                    .append("&end=")
                    .append(NOW / 1000);
            text.append("&step=").append(1 + random.nextInt(60));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append('&').append(encode(oneOf(NAMES))).append('=');
            text.append(encode(random.nextInt(5) == 0 ? query() : oneOf(VALUES)));
        }
        return text.toString();
    }

    private String query() {
        if (random.nextInt(20) == 0) {
            int depth = 1 + random.nextInt(3_000);
            String open = oneOf(List.of("(", "-", "abs(", "sum(", "{a=\"", "max_over_time(", "up + "));
            return open.repeat(depth) + "up" + (open.endsWith("(") ? ")".repeat(depth) : "");
        }
        StringBuilder query = new StringBuilder();
        for (int i = 1 + random.nextInt(9); i > 0; i--) {
            query.append(oneOf(PIECES)).append(random.nextBoolean() ? " " : "");
        }
        if (random.nextBoolean()) {
            query.append(")".repeat((int) Math.max(
                    0,
                    query.chars().filter(c -> c == '(').count()
                            - query.chars().filter(c -> c == ')').count())));
        }
        return query.toString();
    }

    private String damaged(String parameters) {
        StringBuilder text = new StringBuilder(parameters);
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            text.insert(
                    random.nextInt(text.length() + 1),
                    oneOf(List.of("%", "%z", "%ff", "%c3%28", "&", "=", "&&=", "%00", "+", ";")));
        }
        return text.toString();
    }

    private String garbageHeaders() {
        return switch (random.nextInt(8)) {
            case 0 -> "X-Long: " + "x".repeat(70_000) + "\r\n";
            case 1 -> "Content-Length: 5\r\nContent-Length: 6\r\n";
            case 2 -> "Transfer-Encoding: bogus\r\n";
            case 3 -> "No colon here\r\n";
            case 4 -> "Accept: " + new String(noise(20), StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", "") + "\r\n";
            case 5 -> "Cookie: a=b; =;;;\"\r\nOrigin: null\r\nRange: bytes=5-1\r\n";
            case 6 -> "Content-Type: application/json; charset=nothing\r\n";
            default -> "Expect: 100-continue\r\nIf-None-Match: *\r\nSec-Fetch-Site: cross-site\r\n";
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String oneOf(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
