package io.vedette.deploy.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One of the two programs: a process of its own, its HTTP API, and what it costs. */
final class Contender implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;
    private static final double HEAD_SPAN_MILLIS = Duration.ofHours(3).toMillis() * 1.05;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final int port;
    private final String url;
    private final Path rules;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable KeptConnection connection;

    private Contender(String name, int port, Path folder, List<String> command) throws IOException {
        this.name = name;
        this.port = port;
        this.url = "http://127.0.0.1:" + port;
        this.rules = folder.resolve("rules.yml");
        this.log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("VEDETTE_BUILD", "never");
        this.process = builder.start();
    }

    static Contender prometheus(Path folder) throws IOException {
        int port = freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {evaluation_interval: 15s}
                rule_files: [rules.yml]
                """);
        Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
        return new Contender(
                "prometheus",
                port,
                folder,
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-remote-write-receiver",
                        "--web.enable-lifecycle",
                        "--log.level=warn"));
    }

    static Contender vedette(Path folder, String bootstrapServers, String settings) throws IOException {
        int port = freePort();
        Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
        Path config = Files.writeString(folder.resolve("collector.yml"), """
                listen: 127.0.0.1:%d
                data: %s
                kafka: {bootstrap_servers: "%s"}
                rules: [%s]
                shipped_rules: false
                %s
                """.formatted(
                        port, folder.resolve("data"), bootstrapServers, folder.resolve("rules.yml"), settings));
        return new Contender(
                "vedette",
                port,
                folder,
                List.of(root().resolve("vedette").toString(), "collector", "--config", config.toString()));
    }

    /** The checkout: where the launcher is. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("vedette"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no launcher here or in a folder above; run deploy/benchmark in a checkout");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    /** Whether it serves and has read what it needs. */
    boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with status " + process.exitValue() + ": " + lastWords());
        }
        try {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url + "/-/ready")).build(),
                    HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    /** Processor time its threads have used since it began, user and system. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // The second field is the program's name in parentheses and may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Memory it has in RAM. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS of process " + process.pid());
    }

    /** The sum of its own series of a name, as {@code /metrics} has them now; 0 if there are none. */
    double metric(String metric) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), HttpResponse.BodyHandlers.ofString());
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(metric + " ")
                        || line.startsWith(metric + "{")
                        || (metric.contains("{") && line.startsWith(metric)))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Samples that come faster than time goes leave Prometheus with work to do: until its old ones are in blocks. */
    void awaitCompaction(Bench bench) throws IOException, InterruptedException {
        bench.say("  waiting until " + name + " has compacted");
        Bench.awaitTrue(name + " has compacted", Duration.ofMinutes(10), () -> {
            try {
                return metric("prometheus_tsdb_head_max_time") - metric("prometheus_tsdb_head_min_time")
                        <= HEAD_SPAN_MILLIS;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        });
    }

    /** Has it evaluate other rules. */
    void rules(String yaml) throws IOException, InterruptedException {
        Files.writeString(rules, yaml);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/-/reload"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(name + " refuses the rules: " + answer.body());
        }
    }

    /** Pushes a remote-write request, compressed already. */
    void write(byte[] request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/write"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(name + " refuses samples: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** What it answered and how long that took, to the last byte. */
    record Timed(KeptConnection.Answer answer, long nanos) {
        JsonNode json() {
            InputStream body = new ByteArrayInputStream(answer.body());
            try {
                return JSON.readTree(answer.gzip() ? new GZIPInputStream(body) : body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Asks for something below the address, always over the same connection. For one thread. */
    Timed get(String pathAndQuery) throws IOException {
        if (connection == null) {
            connection = new KeptConnection(port);
        }
        long start = System.nanoTime();
        KeptConnection.Answer answer = connection.get(pathAndQuery);
        return new Timed(answer, System.nanoTime() - start);
    }

    Timed instant(String expression, long atMillis) throws IOException {
        return get("/api/v1/query?query=" + encode(expression) + "&time="
                + BigDecimal.valueOf(atMillis, 3).toPlainString());
    }

    Timed range(String expression, long startMillis, long endMillis, long stepSeconds) throws IOException {
        return get("/api/v1/query_range?query=" + encode(expression) + "&start=" + startMillis / 1000 + "&end="
                + endMillis / 1000 + "&step=" + stepSeconds);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (connection != null) {
            connection.close();
        }
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
