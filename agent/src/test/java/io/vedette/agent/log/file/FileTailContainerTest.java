package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.multiline.Joining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders of a node of Kubernetes, as the kubelet and the container runtime use them. */
class FileTailContainerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TIME = "2026-11-23T10:20:30.123456789Z ";
    private static final String ID = "0123456789abcdef".repeat(4);

    @TempDir
    Path root;

    private final Shipped shipped = new Shipped();
    private final ByteBudget budget = new ByteBudget(4 << 20);
    private final List<FileTail> running = new ArrayList<>();

    private Path pod() throws IOException {
        return Files.createDirectories(root.resolve("log/pods/shop_web-1_uid/nginx"));
    }

    private Path link() throws IOException {
        return Files.createDirectories(root.resolve("log/containers")).resolve("web-1_shop_nginx-" + ID + ".log");
    }

    private void start() throws IOException {
        Joining joining = new Joining(new Joining.Automatic(), 500, 1 << 20, Duration.ofMillis(50));
        FileSet set =
                FileSet.of(root + "/log/**", root + "/docker/*/*-json.log").joined(joining);
        TailSettings settings = TailSettings.of("node1", List.of(set), root.resolve("registry"), 64 << 10)
                .pacedAt(Duration.ofHours(1), Duration.ofHours(1));
        FileTail tail = new FileTail(settings, shipped, budget, InstantSource.system(), System::nanoTime);
        running.add(tail);
        tail.start();
    }

    @AfterEach
    void stop() {
        running.forEach(FileTail::close);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void awaitLines(List<String> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shipped.texts()).containsExactlyInAnyOrderElementsOf(expected));
    }

    @Test
    void readsAPodsLogOnceThoughTwoPathsLeadToItAndFollowsItsRotation() throws IOException {
        Path pod = pod();
        Path log = pod.resolve("0.log");
        List<String> expected = new ArrayList<>();
        append(log, TIME + "stdout F one\n");
        expected.add(TIME + "stdout F one");
        Files.createSymbolicLink(link(), log);
        start();
        awaitLines(expected);
        for (int round = 0; round < 4; round++) {
            // As the kubelet does it: renamed, made anew by the runtime, the older ones compressed.
            append(log, TIME + "stdout P begin " + round + " \n");
            append(log, TIME + "stdout F end " + round + "\n");
            expected.add(TIME + "stdout P begin " + round + " \n" + TIME + "stdout F end " + round);
            Path rotated = pod.resolve("0.log.20261123-10203" + round);
            Files.move(log, rotated);
            append(log, TIME + "stderr F after " + round + "\n");
            expected.add(TIME + "stderr F after " + round);
            awaitLines(expected);
            Path compressed = pod.resolve(rotated.getFileName() + ".tmp");
            try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
                out.write(Files.readAllBytes(rotated));
            }
            Files.move(compressed, pod.resolve(rotated.getFileName() + ".gz"));
            Files.delete(rotated);
        }
        append(log, TIME + "stdout F last\n");
        expected.add(TIME + "stdout F last");
        awaitLines(expected);
        assertThat(shipped.all()).hasSameSizeAs(expected);
    }

    @Test
    void readsDockersFileOnceThoughAPodsPathLeadsToItAndFollowsItsRotation() throws IOException {
        Path folder = Files.createDirectories(root.resolve("docker/" + ID));
        Path log = folder.resolve(ID + "-json.log");
        List<String> expected = new ArrayList<>();
        pod();
        start();
        for (int round = 0; round < 4; round++) {
            String line =
                    "{\"log\":\"round " + round + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T10:20:30Z\"}";
            append(log, line + "\n");
            expected.add(line);
            if (round == 0) {
                Files.createSymbolicLink(pod().resolve("0.log"), log);
                Files.createSymbolicLink(link(), pod().resolve("0.log"));
            }
            awaitLines(expected);
            Files.deleteIfExists(folder.resolve(ID + "-json.log.2"));
            if (Files.exists(folder.resolve(ID + "-json.log.1"))) {
                Files.move(folder.resolve(ID + "-json.log.1"), folder.resolve(ID + "-json.log.2"));
            }
            Files.move(log, folder.resolve(ID + "-json.log.1"));
        }
        append(log, "{\"log\":\"last\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T10:20:30Z\"}\n");
        await().atMost(PATIENCE).until(() -> shipped.all().size() == 5);
        assertThat(shipped.stored()).hasSize(5);
    }
}
