package io.vedette.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.collector.notify.email.EmailKind;
import io.vedette.collector.notify.webhook.WebhookKind;
import io.vedette.collector.route.Route;
import io.vedette.protocol.config.ConfigException;
import io.vedette.rules.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyConfigReaderTest {
    private static final NotifyConfigReader READER =
            new NotifyConfigReader(List.of(new WebhookKind("test"), new EmailKind()));

    @TempDir
    Path folder;

    @Test
    void aNodeHasFromTheOneAboveWhatItDoesNotSay() throws Exception {
        Route root = parse("""
                route:
                  receiver: a
                  group_by: [alertname, cluster]
                  group_wait: 10s
                  routes:
                    - matchers: ['severity="critical"', 'team=~"db|web"']
                      group_interval: 1m
                      routes:
                        - match: {team: db}
                          group_by: ['...']
                          receiver: b
                receivers:
                  - name: a
                  - name: b
                    webhook_configs: [{url: 'http://127.0.0.1:1/'}]
                """).route();
        Route child = root.children().get(0);
        Route grandchild = child.children().get(0);
        assertThat(child.receiver()).isEqualTo("a");
        assertThat(child.grouping().labels()).containsExactlyInAnyOrder("alertname", "cluster");
        assertThat(child.timing())
                .isEqualTo(new Route.Timing(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(4)));
        assertThat(grandchild.receiver()).isEqualTo("b");
        assertThat(grandchild.grouping().byAll()).isTrue();
        assertThat(grandchild.key()).isEqualTo("{}/{severity=\"critical\",team=~\"db|web\"}/{team=\"db\"}");
        assertThat(grandchild.groupKey(Labels.of("team", "db")))
                .isEqualTo("{}/{severity=\"critical\",team=~\"db|web\"}/{team=\"db\"}:{team=\"db\"}");
    }

    @ParameterizedTest
    @CsvSource({"1,[test1]", "2,'[test1, test2]'", "volovina,[default]"})
    void routesToTheFirstThatTakesItAndOnAsLongAsItSaysSo(String value, String receivers) throws Exception {
        NotifyConfig config = parse("""
                route:
                  receiver: default
                  routes:
                    - {match_re: {test: '^[12]$'}, receiver: test1, continue: true}
                    - {match: {test: 2}, receiver: test2}
                receivers: [{name: default}, {name: test1}, {name: test2}]
                """);
        assertThat(config.route().match(Labels.of("test", value)))
                .extracting(Route::receiver)
                .hasToString(receivers);
    }

    @Test
    void tellsAllMistakesAtOnceWithTheirPlaces() {
        assertThat(problems("""
                globall:
                  smtp_from: a@example.org
                route:
                  receiver: nobdy
                  group_by: [a, a]
                  group_interval: 0s
                  continue: true
                  routes:
                    - receiver: nobody
                      matchers: ['severity:critical']
                      mute_time_intervals: [night]
                      group_wiat: 5s
                receivers:
                  - name: nobody
                    slack_configs: [{channel: '#x'}]
                    webhook_configs:
                      - send_resolved: maybe
                      - {url: 'ftp://x', max_alerts: -1}
                  - name: nobody
                inhibit_rules:
                  - equal: [a]
                """))
                .containsExactly(
                        "f.yml:1:1: unknown key \"globall\"; the nearest known key is \"global\"",
                        "f.yml:4:3: route: cannot have continue in root route",
                        "f.yml:4:13: route.receiver: undefined receiver \"nobdy\" used in route; the nearest known"
                                + " receiver is \"nobody\"",
                        "f.yml:5:17: route.group_by[1]: duplicated label \"a\" in group_by",
                        "f.yml:6:19: route.group_interval: group_interval cannot be zero",
                        "f.yml:10:18: route.routes[0].matchers[0]: \"severity:critical\" is not a matcher such as"
                                + " severity=\"critical\": expected one of =, !=, =~, !~ at character 18",
                        "f.yml:11:7: route.routes[0].mute_time_intervals: not supported yet",
                        "f.yml:12:7: route.routes[0]: unknown key \"group_wiat\"; the nearest known key is"
                                + " \"group_wait\"",
                        "f.yml:15:5: receivers[0].slack_configs: not supported yet",
                        "f.yml:17:9: receivers[0].webhook_configs[0]: one of url or url_file must be configured",
                        "f.yml:17:24: receivers[0].webhook_configs[0].send_resolved: \"maybe\" is not true or false",
                        "f.yml:18:15: receivers[0].webhook_configs[1].url: is not an address that begins with http://"
                                + " or https:// and a host",
                        "f.yml:18:38: receivers[0].webhook_configs[1].max_alerts: \"-1\" is not a whole number from 0"
                                + " on",
                        "f.yml:19:11: receivers[1].name: notification config name \"nobody\" is not unique",
                        "f.yml:20:1: inhibit_rules: not supported yet");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            receivers: []                                                  | no route provided in config
            {route: {}, receivers: []}                                     | root route must specify a default receiver
            {route: {receiver: a, match: {b: c}}, receivers: [{name: a}]}  | root route must not have any matchers
            {route: {receiver: a}, receivers: [{name: a, email_configs: [{from: a@b, smarthost: 'h:1'}]}]} | missing to address in email config
            {route: {receiver: a}, receivers: [{name: a, email_configs: [{to: a@b, smarthost: 'h:1'}]}]}   | no global SMTP from set
            {route: {receiver: a}, receivers: [{name: a, email_configs: [{to: a@b, from: a@b}]}]}          | no global SMTP smarthost set
            {route: {receiver: a}, receivers: [{name: a, email_configs: [{to: a@b, from: a@b, smarthost: h}]}]} | is not host:port
            {route: {receiver: a}, receivers: [{name: a, email_configs: [{to: a@b, from: a@b, smarthost: 'h:1', html: '{{ .x }}'}]}]} | templates in messages are not supported yet
            {route: {receiver: a}, receivers: [{name: a, email_configs: [{to: a@b, from: a@b, smarthost: 'h:1', headers: {From: x@y}}]}]} | is set by this program
            {route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://h/', url_file: x}]}]} | at most one of url & url_file must be configured
            {global: {smtp_auth_password: a, smtp_auth_password_file: /x}, route: {receiver: a}, receivers: [{name: a}]} | at most one of smtp_auth_password & smtp_auth_password_file must be configured
            {route: {receiver: a, routes: [{match_re: {invalid_label: }}]}, receivers: [{name: a}]} | invalid_label
            {route: {receiver: a, group_by: ['...', b]}, receivers: [{name: a}]} | cannot have wildcard group_by
            '{route: &r {receiver: a, routes: [*r]}, receivers: [{name: a}]}' | is nested too deeply
            '[1]'                                                          | is not a mapping
            'a: b: c'                                                      | is not YAML
            """)
    void saysWhatIsWrong(String yaml, String message) {
        assertThat(String.join("\n", problems(yaml))).contains(message);
    }

    @Test
    void aSecretNeverShows() throws Exception {
        NotifyConfig config = parse("""
                global: {smtp_smarthost: 'h:25', smtp_from: a@example.org, smtp_auth_username: u, smtp_auth_password: hidden}
                route: {receiver: a}
                receivers:
                  - name: a
                    webhook_configs: [{url: 'http://h/hidden'}]
                    email_configs: [{to: b@example.org}]
                """);
        assertThat(config.toString()).doesNotContain("hidden");
        assertThat(problems("{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'x://h/hidden'}]}]}"))
                .noneMatch(problem -> problem.contains("hidden"));
    }

    @Test
    void aFileThatCannotBeReadIsToldAsWell() {
        ConfigException missing =
                catchThrowableOfType(ConfigException.class, () -> READER.load(folder.resolve("none.yml")));
        assertThat(missing).hasMessageContaining("none.yml: does not exist");
    }

    /** Files of others; {@code EXPECTED.md} beside them says what Alertmanager makes of each. */
    @Test
    void ofAlertmanagersOwnFilesThoseItRefusesAreRefusedAndTheOthersLoadOrAreNotSupportedYet() throws Exception {
        Path data = Path.of(System.getProperty("vedette.data", "../../shared/data"), "alertmanager", "config");
        Assumptions.assumeTrue(Files.isDirectory(data), "no recorded configurations at " + data);
        assertThat(load(data.resolve("conf.group-by-all.yml"))).isEmpty();
        assertThat(load(data.resolve("conf.smtp-both-password-and-file.yml")))
                .anyMatch(problem -> problem.contains(
                        "at most one of smtp_auth_password & smtp_auth_password_file must be configured"));
        assertThat(load(data.resolve("conf.nil-match_re-route.yml")))
                .anyMatch(problem -> problem.contains("invalid_label"));
        try (Stream<Path> files = Files.list(data)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yml")).toList()) {
                List<String> problems = load(file);
                assertThat(problems)
                        .as(file.toString())
                        .allMatch(problem -> problem.contains("not supported yet")
                                || problem.contains("at most one of")
                                || problem.contains("cannot be read")
                                || problem.contains("undefined receiver")
                                || problem.contains("invalid_label"));
            }
        }
    }

    private static List<String> load(Path file) throws IOException {
        try {
            READER.load(file);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(ConfigException.Problem::toString).toList();
        }
    }

    private NotifyConfig parse(String yaml) throws ConfigException {
        return READER.parse("f.yml", yaml, folder);
    }

    private List<String> problems(String yaml) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> parse(yaml));
        assertThat(thrown).isNotNull();
        return thrown.problems().stream().map(ConfigException.Problem::toString).collect(Collectors.toList());
    }
}
