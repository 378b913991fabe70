package io.vedette.collector.index.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Elasticsearch of the version the build names, small, without security, on free ports of this machine.
 *
 * <p>It lies where the build unpacked it: {@code target/elasticsearch}, or the folder that the system property
 * {@value #HOME_PROPERTY} names. Elasticsearch refuses to run as root, so root starts it as nobody.
 */
public final class RealElasticsearch implements AutoCloseable {
    /** Names the unpacked distribution. */
    public static final String HOME_PROPERTY = "vedette.elasticsearch";

    private static final int NOBODY = 65_534;
    private static final Duration START_MAX = Duration.ofMinutes(4);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final Path run;
    private final int port;
    private final int transportPort;
    private Process process;

    private RealElasticsearch(Path home, Path run) throws IOException {
        this.home = home;
        this.run = run;
        port = freePort();
        transportPort = freePort();
        process = launch();
    }

    private static final class Shared {
        static final RealElasticsearch SERVER = startUnchecked();

        private static RealElasticsearch startUnchecked() {
            try {
                RealElasticsearch server = start();
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One server for all tests of this JVM, started by the first that asks and stopped with the JVM. */
    public static RealElasticsearch shared() {
        return Shared.SERVER;
    }

    /** A server of its own, for tests that stop it. */
    public static RealElasticsearch start() throws IOException {
        Path home = home();
        Path run = Files.createTempDirectory("vedette-elasticsearch");
        RealElasticsearch server = new RealElasticsearch(readableByNobody(home, run), run);
        server.awaitReady();
        return server;
    }

    private static Path home() {
        String version = System.getProperty("elasticsearch.version", "");
        Path home = Path.of(System.getProperty(HOME_PROPERTY, "target/elasticsearch/elasticsearch-" + version))
                .toAbsolutePath();
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException("no Elasticsearch at " + home
                    + ": run mvn pre-integration-test, which unpacks it, or name it by -D" + HOME_PROPERTY);
        }
        return home;
    }

    /** A clone below a folder that is root's alone is out of reach for nobody: there a copy is run. */
    private static Path readableByNobody(Path home, Path run) throws IOException {
        boolean open = true;
        for (Path folder = home; folder != null; folder = folder.getParent()) {
            open &= Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
        }
        if (!isRoot() || open) {
            return home;
        }
        Path copy = run.resolve("home");
        copy(home, copy);
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Process launch() throws IOException {
        if (!Files.exists(run.resolve("config"))) {
            configure();
        }
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            hand(run);
            command.addAll(List.of("setpriv", "--reuid", "" + NOBODY, "--regid", "" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of("bash", home.resolve("bin/elasticsearch").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(run.toFile());
        builder.environment().put("HOME", run.toString());
        builder.environment().put("ES_PATH_CONF", run.resolve("config").toString());
        builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ES_TMPDIR", run.resolve("tmp").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        run.resolve("logs/start.log").toFile()));
        return builder.start();
    }

    private void configure() throws IOException {
        for (String folder : List.of("data", "logs", "tmp")) {
            Files.createDirectories(run.resolve(folder));
        }
        Path config = run.resolve("config");
        copy(home.resolve("config"), config);
        Path options = config.resolve("jvm.options");
        Files.writeString(
                options,
                Files.readString(options)
                        .lines()
                        .filter(line -> !line.startsWith("-Xlog:gc") && !line.contains("-XX:+UseG1GC"))
                        .reduce("-XX:+UseSerialGC\n", (all, line) -> all + line + "\n"));
        Files.createDirectories(config.resolve("jvm.options.d"));
        Files.writeString(
                config.resolve("jvm.options.d/small.options"),
                "-Xms256m\n-Xmx256m\n-XX:TieredStopAtLevel=1\n-XX:-AlwaysPreTouch\n");
        Files.writeString(
                config.resolve("elasticsearch.yml"),
                String.join(
                        "\n",
                        "discovery.type: single-node",
                        "http.host: 127.0.0.1",
                        "http.port: " + port,
                        "transport.host: 127.0.0.1",
                        "transport.port: " + transportPort,
                        "path.data: " + run.resolve("data"),
                        "path.logs: " + run.resolve("logs"),
                        "xpack.security.enabled: false",
                        "cluster.routing.allocation.disk.threshold_enabled: false",
                        ""));
    }

    /** Gives a folder and all in it to nobody. */
    private static void hand(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", NOBODY);
                Files.setAttribute(file, "unix:gid", NOBODY);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < START_MAX.toNanos()) {
            if (!process.isAlive()) {
                throw new IOException("Elasticsearch ended with " + process.exitValue() + ":\n" + log());
            }
            try {
                if (request("GET", "/_cluster/health?wait_for_status=yellow&timeout=5s", "")
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
                pause();
            }
        }
        throw new IOException("Elasticsearch is not ready after " + START_MAX + ":\n" + log());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String log() throws IOException {
        return Files.readString(run.resolve("logs/start.log"), StandardCharsets.UTF_8);
    }

    /** Its address, {@code http://127.0.0.1:port}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Sends a request with a JSON body, which may be empty. */
    public HttpResponse<String> request(String method, String path, String json) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(json))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it without warning; {@link #startAgain} brings it back with its data, at the same address. */
    public void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }

    /** Starts it once more, after {@link #kill}. */
    public void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
