package io.vedette.deploy.benchmark;

import io.vedette.deploy.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * What every part stands on: a folder that is deleted at the end, the recorded data, the processes under test, and
 * where to report progress. Closing it ends all it started.
 */
final class Bench implements AutoCloseable {
    private static final long POLL_MILLIS = 200;

    private final Path folder;
    private final Path data;
    private final Sizes sizes;
    private final PrintStream out;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /**
     * How much is measured.
     *
     * @param series for rules
     * @param rules how many
     * @param nodes for the dashboard's queries
     * @param hours of samples for the dashboard's queries
     */
    record Sizes(int series, int rules, int nodes, int hours) {}

    Bench(Path folder, Path data, Sizes sizes, PrintStream out) {
        this.folder = folder;
        this.data = data;
        this.sizes = sizes;
        this.out = out;
    }

    /** The recorded data of others: rule files and dashboards. */
    Path data() {
        return data;
    }

    Sizes sizes() {
        return sizes;
    }

    /** Tells people how far it is. */
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** A folder of its own for something. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Debian's Prometheus, with the remote-write receiver, without rules until its file has some. */
    Contender startPrometheus() throws IOException, InterruptedException {
        say("starting prometheus");
        return started(Contender.prometheus(folder("prometheus")));
    }

    /**
     * The collector as {@code vedette collector} runs it, with a Kafka broker in this process.
     *
     * @param settings more lines of its configuration
     */
    Contender startVedette(String settings) throws IOException, InterruptedException {
        say("starting vedette collector and Kafka");
        EmbeddedBroker broker = EmbeddedBroker.start(folder("kafka"));
        running.push(broker);
        return started(Contender.vedette(folder("vedette"), broker.bootstrapServers(), settings));
    }

    private Contender started(Contender contender) throws IOException, InterruptedException {
        running.push(contender);
        awaitTrue(contender.name() + " is ready", Duration.ofMinutes(2), contender::isReady);
        return contender;
    }

    /** Waits until something is so. */
    static void awaitTrue(String what, Duration atMost, BooleanSupplier condition)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited " + atMost.toSeconds() + " s in vain until " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
