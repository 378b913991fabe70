package io.vedette.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.protocol.config.ConfigException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String SCHEMA = "/io/vedette/protocol/config/test.schema.json";

    record Config(
            String name,
            ListenAddress listen,
            Duration pollInterval,
            String mode,
            Limits limits,
            List<Receiver> receivers) {}

    record Limits(ByteSize bufferSize, int retries) {
        Limits {
            if (retries == 7) {
                throw new IllegalArgumentException("seven retries bring bad luck");
            }
        }
    }

    record Receiver(String url, Duration timeout) {}

    @Test
    void fillsInTheDefaultsOfTheSchema() throws ConfigException {
        assertThat(parse("name: a"))
                .isEqualTo(new Config(
                        "a",
                        new ListenAddress("127.0.0.1", 9801),
                        Duration.ofSeconds(15),
                        "fast",
                        new Limits(new ByteSize(64 << 20), 3),
                        List.of()));
    }

    @Test
    void readsWhatPeopleWrite() throws ConfigException {
        Config config = parse("""
                name: "node é"
                listen: "[::1]:0"
                poll_interval: 1m30s
                limits: {buffer_size: 1.5 GiB}
                receivers:
                - url: http://127.0.0.1/
                """);
        assertThat(config.listen()).isEqualTo(new ListenAddress("::1", 0));
        assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.limits()).isEqualTo(new Limits(new ByteSize(3L << 29), 3));
        assertThat(config.receivers()).containsExactly(new Receiver("http://127.0.0.1/", Duration.ofSeconds(5)));
    }

    @Test
    void saysAllMistakesAtOnceWithTheirPlaces() {
        assertThat(problems("""
                        nmae: a
                        poll_interval: 5 sec
                        limits:
                          bufer_size: 64MiB
                          retries: 11
                        receivers:
                          - timeout: 5s
                          - url: 7
                            timeout: soon
                        recievers: []
                        mode: quick
                        zzz: 1
                        """))
                .containsExactly(
                        "test.yml:1:1: unknown key \"nmae\"; the nearest known key is \"name\"",
                        "test.yml:1:1: \"name\" is missing",
                        "test.yml:2:1: poll_interval: \"5 sec\" is not a duration; write for example 15s, 500ms, 1h30m"
                                + " or 7d",
                        "test.yml:4:3: unknown key \"bufer_size\"; the nearest known key is \"buffer_size\"",
                        "test.yml:5:3: limits.retries: 11 must have a maximum value of 10",
                        "test.yml:7:5: receivers[0]: \"url\" is missing",
                        "test.yml:8:5: receivers[1].url: must be a text, not 7",
                        "test.yml:9:5: receivers[1].timeout: \"soon\" is not a duration; write for example 15s, 500ms,"
                                + " 1h30m or 7d",
                        "test.yml:10:1: unknown key \"recievers\"; the nearest known key is \"receivers\"",
                        "test.yml:11:1: mode: \"quick\" is none of [\"fast\",\"slow\"]",
                        "test.yml:12:1: unknown key \"zzz\"; known keys are name, listen, poll_interval, mode, limits,"
                                + " receivers");
    }

    @Test
    void showsTheFormWhereANumberStandsForADuration() {
        assertThat(problems("name: a\npoll_interval: 15\n"))
                .containsExactly("test.yml:2:1: poll_interval: \"15\" is not a duration; write for example 15s, 500ms,"
                        + " 1h30m or 7d");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThat(problems("name: a\nname: b\n")).containsExactly("test.yml:2:5: Duplicate field 'name'");
    }

    @Test
    void namesThePlaceWhereItIsNoYaml() {
        assertThat(problems("name: a\nlimits: [\n")).singleElement().asString().startsWith("test.yml:2:");
        assertThat(problems("\tname: a\n")).singleElement().asString().startsWith("test.yml:1:");
        assertThat(problems("just a text")).containsExactly("test.yml: is not a mapping of keys to values");
    }

    @Test
    void passesOnWhatARecordSaysOfItself() {
        assertThat(problems("name: a\nlimits:\n  retries: 7\n"))
                .containsExactly("test.yml:2:1: limits: seven retries bring bad luck");
    }

    @Test
    void replacesEnvironmentVariables() throws ConfigException {
        String path = System.getenv("PATH");
        assertThat(parse("name: x${PATH}y").name()).isEqualTo("x" + path + "y");
        assertThat(parse("name: $${PATH}").name()).isEqualTo("${PATH}");
        assertThat(problems("name: a\nreceivers:\n- url: ${NO_SUCH_VARIABLE_HERE}\n"))
                .containsExactly(
                        "test.yml:3:3: receivers[0].url: environment variable NO_SUCH_VARIABLE_HERE is not set");
    }

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path folder) throws Exception {
        Path latin1 = Files.write(folder.resolve("latin1.yml"), "name: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(loading(folder.resolve("absent.yml"))).endsWith("absent.yml: no such file");
        assertThat(loading(latin1)).endsWith("latin1.yml: is not UTF-8 text");
        assertThat(loading(folder)).endsWith("cannot be read: it is a directory");
    }

    private static String loading(Path file) {
        ConfigException e =
                catchThrowableOfType(ConfigException.class, () -> ConfigFile.load(file, Config.class, SCHEMA));
        return String.valueOf(e.getMessage());
    }

    private static Config parse(String yaml) throws ConfigException {
        return ConfigFile.parse(yaml, "test.yml", Config.class, SCHEMA);
    }

    private static List<String> problems(String yaml) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> parse(yaml));
        return e.problems().stream().map(Problem::toString).toList();
    }
}
