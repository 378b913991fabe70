package io.vedette.agent.log.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.agent.log.ByteBudget;
import io.vedette.agent.log.syslog.SyslogSettings.Listener;
import io.vedette.agent.log.syslog.SyslogSettings.Transport;
import io.vedette.agent.spool.DiskSpool;
import io.vedette.agent.spool.SpoolSettings;
import io.vedette.agent.spool.SpoolStatus;
import io.vedette.protocol.config.ListenAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private final Receiver kafka = new Receiver();
    private final ByteBudget budget = new ByteBudget(4 << 20);
    private final List<SyslogSource> running = new ArrayList<>();
    private final List<DiskSpool> spools = new ArrayList<>();

    @AfterEach
    void stopAll() {
        running.forEach(SyslogSource::close);
    }

    private SyslogSource start(Receiver sink, long spoolBytes, Listener... listeners) throws IOException {
        DiskSpool spool = new DiskSpool(
                new SpoolSettings(directory.resolve("spool"), spoolBytes, 1 << 20, SpoolSettings.WhenFull.REFUSE),
                InstantSource.system(),
                System::nanoTime);
        spools.add(spool);
        SyslogSettings settings = new SyslogSettings("n1", List.of(listeners), 1024, 2, Path.of("/proc/net"));
        SyslogSource source = new SyslogSource(settings, spool, sink, budget, InstantSource.system());
        running.add(source);
        source.start();
        return source;
    }

    private SpoolStatus waiting() {
        return spools.get(spools.size() - 1).status();
    }

    private static Listener listener(Transport transport) {
        return new Listener(transport, new ListenAddress("127.0.0.1", 0), Optional.empty());
    }

    private static void send(DatagramSocket socket, int port, String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void awaitTexts(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kafka.texts()).containsExactly(expected));
    }

    @Test
    void receivesOverUdpAndTcp() throws IOException {
        SyslogSource source = start(kafka, 1 << 20, listener(Transport.UDP), listener(Transport.TCP));
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, source.ports().get(0), "<13>over udp\n");
            awaitTexts("<13>over udp");
            send(socket, source.ports().get(0), "<13>" + "x".repeat(2000));
            awaitTexts("<13>over udp", "<13>" + "x".repeat(1020) + " CUT");
        }
        try (Socket socket = new Socket(LOOPBACK, source.ports().get(1))) {
            write(socket, "<13>over tcp\n12 <13>counted ");
            await().atMost(PATIENCE).until(() -> kafka.texts().size() == 4);
        }
        assertThat(kafka.texts().subList(2, 4)).containsExactly("<13>over tcp", "<13>counted ");
        assertThat(kafka.peers()).containsOnly("127.0.0.1");
    }

    @Test
    void whatCameOverUdpWhileKafkaWasAwayArrivesAfterARestart() throws IOException {
        kafka.away(true);
        SyslogSource source = start(kafka, 1 << 20, listener(Transport.UDP));
        List<String> sent =
                IntStream.range(0, 500).mapToObj(i -> "<13>message " + i).toList();
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String each : sent) {
                send(socket, source.ports().get(0), each);
            }
        }
        await().atMost(PATIENCE).until(() -> waiting().records() == 500);
        running.remove(source);
        source.close();
        kafka.away(false);
        start(kafka, 1 << 20);
        awaitTexts(sent.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> waiting().records() == 0);
    }

    @Test
    void whatWasSentAndNotAcknowledgedHasTheSameIdentityWhenItIsSentAgain() throws IOException {
        kafka.silent();
        SyslogSource source = start(kafka, 1 << 20, listener(Transport.UDP));
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, source.ports().get(0), "<13>a");
        }
        awaitTexts("<13>a");
        running.remove(source);
        source.close();
        Receiver afterwards = new Receiver();
        start(afterwards, 1 << 20);
        await().atMost(PATIENCE).until(() -> !afterwards.texts().isEmpty());
        assertThat(afterwards.stored()).isEqualTo(kafka.stored());
    }

    @Test
    void sendersOverTcpWaitWhileTheSpoolIsFullAndLoseNothing() throws Exception {
        kafka.away(true);
        SyslogSource source = start(kafka, 64 << 10, listener(Transport.TCP));
        List<String> sent = IntStream.range(0, 20_000)
                .mapToObj(i -> "<13>message " + i + " " + "x".repeat(500))
                .toList();
        Thread sender = new Thread(() -> {
            try (Socket socket = new Socket(LOOPBACK, source.ports().get(0))) {
                for (String each : sent) {
                    write(socket, each + "\n");
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        await().atMost(PATIENCE)
                .until(() ->
                        sender.getState() == Thread.State.RUNNABLE && waiting().bytes() > 40_000);
        assertThat(waiting().bytes()).isLessThanOrEqualTo(64 << 10);
        kafka.away(false);
        sender.join();
        awaitTexts(sent.toArray(String[]::new));
    }

    @Test
    void whatComesOverUdpWhileTheSpoolIsFullIsCounted() throws IOException {
        kafka.away(true);
        SyslogSource source = start(kafka, 64 << 10, listener(Transport.UDP));
        try (DatagramSocket socket = new DatagramSocket()) {
            await().atMost(PATIENCE).until(() -> {
                send(socket, source.ports().get(0), "<13>" + "x".repeat(1000));
                return source.dropped() > 10;
            });
        }
        assertThat(waiting().bytes()).isLessThanOrEqualTo(64 << 10);
    }

    @Test
    void badFramesAndTooManyConnectionsHarmNobodyElse() throws IOException {
        SyslogSource source = start(kafka, 1 << 20, listener(Transport.TCP));
        int port = source.ports().get(0);
        try (Socket good = new Socket(LOOPBACK, port);
                Socket bad = new Socket(LOOPBACK, port)) {
            write(good, "<13>before\n");
            awaitTexts("<13>before");
            write(bad, "999999999 <13>x");
            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            await().atMost(PATIENCE).until(() -> source.connections() == 1);
            try (Socket second = new Socket(LOOPBACK, port)) {
                write(second, "<13>second\n");
                await().atMost(PATIENCE).until(() -> kafka.texts().contains("<13>second"));
                try (Socket third = new Socket(LOOPBACK, port)) {
                    assertThat(third.getInputStream().read()).isEqualTo(-1);
                }
            }
            write(good, "<13>after\n");
            await().atMost(PATIENCE).until(() -> kafka.texts().contains("<13>after"));
        }
    }

    @Test
    void receivesUnderTls() throws Exception {
        KeyStore server = keys("server");
        Path certificate =
                pem("server.pem", "CERTIFICATE", server.getCertificate("k").getEncoded());
        Path key = pem(
                "server.key",
                "PRIVATE KEY",
                server.getKey("k", "secret".toCharArray()).getEncoded());
        SyslogSettings.Tls tls = new SyslogSettings.Tls(certificate, key, Optional.empty());
        SyslogSource source =
                start(kafka, 1 << 20, new Listener(Transport.TCP, new ListenAddress("127.0.0.1", 0), Optional.of(tls)));
        int port = source.ports().get(0);
        try (Socket plain = new Socket(LOOPBACK, port)) {
            write(plain, "<13>not secured\n<13>at all, and long enough to be looked at as a record of TLS\n");
            assertThat(plain.getInputStream().readAllBytes().length).isLessThan(64);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        try (Socket secured = context(server).getSocketFactory().createSocket(LOOPBACK, port)) {
            write(secured, "15 <13>secured one<13>two\n");
            awaitTexts("<13>secured one", "<13>two");
        }
        assertThatThrownBy(() -> {
                    try (Socket other =
                            context(keys("other")).getSocketFactory().createSocket(LOOPBACK, port)) {
                        write(other, "x");
                    }
                })
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void saysWhatIsWrongWithTheFilesForTls() throws Exception {
        KeyStore server = keys("server");
        Path certificate =
                pem("server.pem", "CERTIFICATE", server.getCertificate("k").getEncoded());
        SyslogSettings.Tls tls = new SyslogSettings.Tls(certificate, certificate, Optional.empty());
        Listener listener = new Listener(Transport.TCP, new ListenAddress("127.0.0.1", 0), Optional.of(tls));
        assertThatThrownBy(() -> start(kafka, 1 << 20, listener))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("server.pem holds no private key in PKCS#8");
    }

    /** A key pair with its certificate, made by the JDK's own tool. */
    private KeyStore keys(String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), "secret".toCharArray());
    }

    private Path pem(String name, String kind, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    private static SSLContext context(KeyStore server) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", server.getCertificate("k"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
