package io.vedette.agent.probe.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.agent.probe.Script;
import io.vedette.agent.probe.ToolMissing;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private CommandResult run(Duration deadline, String tool, String... arguments) throws Exception {
        return new Commands(List.of(folder), System::nanoTime)
                .run(Command.of(tool, "some-package", deadline, List.of(arguments)));
    }

    @Test
    void keepsOutputErrorsAndExitStatusApart() throws Exception {
        Script.write(folder, "talk", "echo \"out $1 $LC_ALL\"; echo first >&2; echo 'the reason' >&2; exit 3");
        CommandResult result = run(LONG, "talk", "two words");
        assertThat(result.output()).isEqualTo("out two words C\n");
        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(result.errors()).isEqualTo("first\nthe reason\n");
        assertThat(result.complaint()).isEqualTo("the reason");
    }

    @Test
    void saysWhichPackageBringsAMissingTool() {
        assertThatThrownBy(() -> run(LONG, "absent"))
                .isInstanceOf(ToolMissing.class)
                .hasMessage("absent is not installed: apt install some-package");
    }

    @Test
    void killsTheWholeTreeAtTheDeadline() throws Exception {
        Script.write(folder, "slow", "sleep 1000 & echo $! > " + folder + "/child; wait");
        assertThatThrownBy(() -> run(Duration.ofSeconds(2), "slow"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("slow did not end within 2.0 s");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
    }

    @Test
    void killsTheCommandWhenItsCallerIsInterrupted() throws Exception {
        Script.write(folder, "slow", "echo $$ > " + folder + "/self; exec sleep 1000");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                run(Duration.ofSeconds(1000), "slow");
                thrown.completeExceptionally(new AssertionError("ended"));
            } catch (Exception e) {
                thrown.complete(e);
            }
        });
        caller.start();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> Files.exists(folder.resolve("self")) && Files.size(folder.resolve("self")) > 1);
        caller.interrupt();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        long self = Long.parseLong(Files.readString(folder.resolve("self")).strip());
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        ProcessHandle.of(self).map(handle -> !handle.isAlive()).orElse(true));
    }

    @Test
    void endsACommandThatNeverStopsWriting() throws Exception {
        Script.write(folder, "flood", "exec cat /dev/zero");
        Command command = new Command("flood", "none", List.of(), Map.of(), LONG, 100_000);
        assertThatThrownBy(() -> new Commands(List.of(folder), System::nanoTime).run(command))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("flood wrote more than 100000 bytes");
    }

    @Test
    void bearsAFloodOnStandardError() throws Exception {
        Script.write(folder, "grumble", "head -c 1000000 /dev/zero >&2; echo done");
        CommandResult result = run(LONG, "grumble");
        assertThat(result.output()).isEqualTo("done\n");
        assertThat(result.errors()).hasSize(64 << 10);
    }

    @Test
    void handsVariablesOverWithoutShowingThem() throws Exception {
        Script.write(folder, "secret", "echo \"$IPMI_PASSWORD\"");
        Command command = Command.of("secret", "none", LONG, List.of("-E")).with("IPMI_PASSWORD", "hush");
        assertThat(new Commands(List.of(folder), System::nanoTime).run(command).output())
                .isEqualTo("hush\n");
        assertThat(command.toString()).isEqualTo("secret -E");
    }

    @Test
    void findsAdministratorsToolsThatThePathLacks() throws Exception {
        Commands commands = Commands.onPath(folder.toString(), System::nanoTime);
        Script.write(folder, "own", "echo mine");
        assertThat(commands.run(Command.of("own", "none", LONG, List.of())).output())
                .isEqualTo("mine\n");
        assertThatThrownBy(() -> commands.run(Command.of("no-such-tool", "none", LONG, List.of())))
                .isInstanceOf(ToolMissing.class);
    }
}
