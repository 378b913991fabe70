package io.vedette.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** {@code ./vedette} as a process of its own, with what it prints. */
final class VedetteProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private VedetteProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static VedetteProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(root().resolve("vedette").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("VEDETTE_BUILD", "never");
        return new VedetteProcess(builder.start());
    }

    /** Runs a command to its end. */
    static Finished run(String... arguments) throws Exception {
        try (VedetteProcess process = start(arguments)) {
            assertThat(process.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("vedette %s ends", String.join(" ", arguments))
                    .isTrue();
            process.reader.join();
            return new Finished(process.process.exitValue(), List.copyOf(process.lines));
        }
    }

    /** What a command printed and its exit code. */
    record Finished(int status, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    /** The checkout: where the launcher is. */
    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("vedette"))) {
                return folder;
            }
        }
        throw new AssertionError("no launcher here or in a folder above");
    }

    static int freePort() throws IOException {
        // Two neighbours are wanted: the page's port and the agent's.
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getByName("127.0.0.1"))) {
                return second.getLocalPort() - 1;
            } catch (IOException e) {
                if (!(e instanceof BindException)) {
                    throw e;
                }
            }
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
    }

    VedetteProcess waitFor(String text) {
        await("vedette prints \"" + text + "\"").atMost(PATIENCE).until(() -> printed(text) || !process.isAlive());
        assertThat(printed(text))
                .as("\"%s\" in what it printed:%n%s", text, text())
                .isTrue();
        return this;
    }

    boolean printed(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    String text() {
        return String.join("\n", lines);
    }

    /** The rest of the line that begins with a word, without blanks around it. */
    String after(String word) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length()).strip().split(" ")[0])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with " + word + ":\n" + text()));
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As Ctrl-C does it; the exit code. */
    int stop() throws InterruptedException {
        // Process.destroy would close its output as well, and its last words would be lost.
        process.toHandle().destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it stops")
                .isTrue();
        return process.exitValue();
    }

    /** Resident memory in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS of process " + process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
