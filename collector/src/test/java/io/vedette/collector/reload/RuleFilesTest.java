package io.vedette.collector.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
    @TempDir
    private Path folder;

    private final List<List<RuleFile>> inForce = new ArrayList<>();

    @Test
    void readsShippedRulesFirstAndThenAllFilesThatMatch() throws Exception {
        write("b.yml", "up");
        write("a.yml", "up");
        write("c.txt", "up");
        RuleFile shipped = RuleFileReader.read("shipped.yml", text("up"));

        new RuleFiles(List.of(shipped), List.of(folder + "/*.yml"), inForce::add).reload();

        assertThat(inForce)
                .singleElement()
                .satisfies(files -> assertThat(files)
                        .extracting(RuleFile::name)
                        .containsExactly("shipped.yml", folder + "/a.yml", folder + "/b.yml"));
    }

    @Test
    void tellsTheMistakesOfAllFilesAndPutsNothingInForce() throws Exception {
        write("a.yml", "sum(");
        write("b.yml", "up");
        write("c.yml", "rate(up)");
        Files.write(folder.resolve("d.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(new RuleFiles(List.of(), List.of(folder + "/?.yml"), inForce::add)::reload)
                .isInstanceOf(ReloadException.class)
                .hasMessageContainingAll(folder + "/a.yml:4:", folder + "/c.yml:4:", folder + "/d.yml: is not UTF-8");
        assertThat(inForce).isEmpty();
    }

    @Test
    void wantsAFileThatIsNamedToBeThereButNoneForAPattern() throws Exception {
        new RuleFiles(List.of(), List.of(folder + "/none*.yml", folder + "/no-folder/*.yml"), inForce::add).reload();
        assertThat(inForce).containsExactly(List.of());

        assertThatThrownBy(new RuleFiles(List.of(), List.of(folder + "/named.yml"), inForce::add)::reload)
                .hasMessage(folder + "/named.yml: no such file");
    }

    @Test
    void takesAFileThatTwoPatternsNameOnce() throws Exception {
        write("a.yml", "up");

        new RuleFiles(List.of(), List.of(folder + "/a.yml", folder + "/*.yml"), inForce::add).reload();

        assertThat(inForce.get(0)).hasSize(1);
    }

    private void write(String name, String expression) throws Exception {
        Files.writeString(folder.resolve(name), text(expression));
    }

    private static String text(String expression) {
        return "groups:\n- name: g\n  rules:\n  - {record: a, expr: '" + expression + "'}\n";
    }
}
