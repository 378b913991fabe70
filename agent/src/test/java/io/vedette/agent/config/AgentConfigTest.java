package io.vedette.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.agent.log.file.FileSet;
import io.vedette.agent.log.multiline.Joining;
import io.vedette.protocol.config.ByteSize;
import io.vedette.protocol.config.ConfigException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {
    @Test
    void hasADefaultForEveryKey() throws ConfigException {
        AgentConfig config = AgentConfig.parse("{}", "agent.yml");
        assertThat(config.listen()).hasToString("127.0.0.1:9801");
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.kafka().replicationFactor()).isEqualTo(-1);
        assertThat(config.paths().procfs()).hasToString("/proc");
        assertThat(config.probes().smart().interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.logs().maxLineSize()).isEqualTo(new ByteSize(1 << 20));
        assertThat(config.logs().files())
                .containsExactly(new LogFiles(
                        List.of("/var/log/**"),
                        List.of(),
                        "beginning",
                        "",
                        "UTF-8",
                        new Multiline(Multiline.Join.AUTO, "", 500, new ByteSize(1 << 20), Duration.ofMillis(500))));
    }

    @Test
    void theDocumentedExampleIsUnderstood() throws Exception {
        try (InputStream example = AgentConfig.class.getResourceAsStream("agent.yml")) {
            assertThat(example).isNotNull();
            String text = new String(example.readAllBytes(), StandardCharsets.UTF_8);
            AgentConfig config = AgentConfig.parse(text, "agent.yml");
            assertThat(config.kafka().properties()).containsEntry("security.protocol", "SSL");
            assertThat(config.probes().ipmi().targets().get(0).port()).isEqualTo(623);
            assertThat(config.probes().ping().targets()).containsExactly("192.0.2.1");
            assertThat(config.logs().files()).hasSize(3);
            assertThat(config.logs().syslog().listen()).hasSize(2);
            assertThat(config.logs().redact().toRedaction().isEmpty()).isFalse();
            FileSet second = config.logs().files().get(1).toFileSet();
            assertThat(second.start()).isEqualTo(new FileSet.ModifiedWithin(Duration.ofHours(24)));
            assertThat(second.encoding()).isEqualTo("GBK");
            assertThat(second.joining().rule()).isInstanceOf(Joining.Start.class);
            assertThat(second.joining().maxLines()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clustre: x | clustre | cluster",
                "interval: 5 sec | interval | duration",
                "interval: 1ms | interval | at least 100ms",
                "kafka: {bootstrap_servers: ''} | bootstrap_servers | kafka1:9092",
                "logs: {files: [{paths: [log/x]}]} | logs.files[0] | absolute path",
                "logs: {files: [{paths: [/x], start: yesterday}]} | start | 24h",
                "logs: {files: [{paths: [/x], encoding: klingon}]} | klingon | UTF-8",
                "logs: {files: [{paths: [/x], multiline: {start: '('}}]} | start | no pattern",
                "logs: {files: [{paths: [/x], multiline: {start: 'a', join: never}}]} | start | leave out",
                "logs: {files: [{paths: [/x], multiline: {quiet: 0s}}]} | quiet | 1ms",
                "logs: {files: [{exclude: [x]}]} | paths | missing",
                "logs: {max_line_size: 1GiB} | max_line_size | 16MiB",
                "logs: {buffer_size: 1MiB} | buffer_size | two of the longest lines",
                "logs: {syslog: {listen: [{address: ':514', transport: tls}]}} | transport | certificate_file",
                "logs: {syslog: {listen: [{address: '514', transport: udp}]}} | address | 127.0.0.1",
                "logs: {syslog: {max_message_size: 100B}} | max_message_size | 480B",
                "logs: {syslog: {spool: 1KiB}} | spool | 64KiB",
                "kafka: {metrics_spool: 1KiB} | metrics_spool | 64KiB",
                "logs: {redact: {kinds: [cards]}} | redact.kinds | card",
                "logs: {redact: {own: [{name: x, pattern: '('}]}} | redact | no pattern",
                "logs: {redact: {own: [{name: X, pattern: a}]}} | name | small letters",
                "logs: {redact: {kinds: [jwt], own: [{name: jwt, pattern: a}]}} | own | two patterns jwt",
                "logs: {journal: maybe} | journal | auto",
                "probes: {ipmi: {targets: [{host: h, user: u}]}} | probes.ipmi.targets[0] | password_file",
                "probes: {smart: {interval: 1ms}} | interval | at least 1000ms",
            })
    void refusesWhatCannotBe(String yaml, String key, String hint) {
        assertThatThrownBy(() -> AgentConfig.parse(yaml, "agent.yml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("agent.yml:1:")
                .hasMessageContaining(key)
                .hasMessageContaining(hint);
    }
}
