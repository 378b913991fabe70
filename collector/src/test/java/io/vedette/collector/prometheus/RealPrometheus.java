package io.vedette.collector.prometheus;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Prometheus with an empty database, that takes remote write. */
final class RealPrometheus implements AutoCloseable {
    static final Path BINARY = Path.of("/usr/bin/prometheus");
    static final Path TOOL = Path.of("/usr/bin/promtool");

    private final Process process;
    private final String url;

    private RealPrometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** One that scrapes nothing. */
    static RealPrometheus start(Path folder) throws IOException {
        return start(folder, "global: {scrape_interval: 15s}\n");
    }

    /** @param configuration in YAML; PORT in it stands for the port it listens on */
    static RealPrometheus start(Path folder, String configuration) throws IOException {
        Files.createDirectories(folder);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"), configuration.replace("PORT", Integer.toString(port)));
        File log = folder.resolve("prometheus.log").toFile();
        Process process = new ProcessBuilder(
                        BINARY.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--enable-feature=promql-per-step-stats",
                        "--web.enable-remote-write-receiver")
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        RealPrometheus prometheus = new RealPrometheus(process, "http://127.0.0.1:" + port + "/");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreException(ConnectException.class)
                .until(() -> ApiServer.getText(prometheus.url, "-/ready").statusCode() == 200);
        return prometheus;
    }

    String url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
