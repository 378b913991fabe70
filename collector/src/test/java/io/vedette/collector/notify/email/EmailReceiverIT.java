package io.vedette.collector.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vedette.collector.notify.Delivery;
import io.vedette.collector.notify.Delivery.Failure;
import io.vedette.collector.notify.Message;
import io.vedette.collector.notify.Secret;
import io.vedette.collector.notify.email.EmailSettings.Server;
import io.vedette.collector.notify.email.EmailSettings.Tls;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.rules.labels.Labels;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmailReceiverIT {
    private static final Instant T = Instant.parse("2026-11-23T10:00:00Z");

    private final GreenMail server = new GreenMail(
            new ServerSetup[] {new ServerSetup(0, "127.0.0.1", "smtp"), new ServerSetup(0, "127.0.0.1", "smtps")});

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void saysWhatWhereSinceWhenAndHowMuch() throws Exception {
        assertThat(receiver(plain(), Map.of()).deliver(message("key-1", alert("node1", null))))
                .isEqualTo(new Delivery.Done());
        MimeMessage mail = received(1)[0];
        assertThat(mail.getSubject()).isEqualTo("[FIRING:1] FilesystemFilling node1");
        assertThat(List.of(mail.getAllRecipients())).hasToString("[Ops <ops@example.org>, boss@example.org]");
        String text = part(mail, "text/plain");
        assertThat(text)
                .contains("FIRING: FilesystemFilling (critical)")
                .contains("/data has 3% left")
                .contains("node1, mountpoint=/data")
                .contains("since 2026-11-23 10:00:00 UTC (2 min 5 s)")
                .contains("0.03142")
                .contains("http://v/graph?g0.expr=x&g0.tab=1")
                .contains("http://v/");
        assertThat(part(mail, "text/html"))
                .contains("FilesystemFilling", "/data has 3% left", "node1, mountpoint=/data", "0.03142")
                .contains("href=\"http://v/graph?g0.expr=x&amp;g0.tab=1\"")
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void aResolvedOneSaysHowLongItLasted() throws Exception {
        receiver(plain(), Map.of()).deliver(message("key-1", alert("node1", T.plusSeconds(3725))));
        MimeMessage mail = received(1)[0];
        assertThat(mail.getSubject()).isEqualTo("[RESOLVED] FilesystemFilling node1");
        assertThat(part(mail, "text/plain"))
                .contains("from 2026-11-23 10:00:00 UTC to 2026-11-23 11:02:05 UTC, lasted 1 h 2 min");
    }

    @Test
    void mailsOfAGroupAreOneThreadAndTheSameMessageHasTheSameId() throws Exception {
        EmailReceiver receiver = receiver(plain(), Map.of());
        receiver.deliver(message("key-1", alert("node1", null)));
        receiver.deliver(message("key-1", alert("node1", null)));
        receiver.deliver(message("key-2", alert("node1", T.plusSeconds(60))));
        MimeMessage[] mails = received(3 * 2);
        assertThat(headers(mails, "Message-ID"))
                .containsExactlyInAnyOrder(
                        "<vedette.key-1@example.org>",
                        "<vedette.key-1@example.org>",
                        "<vedette.key-1@example.org>",
                        "<vedette.key-1@example.org>",
                        "<vedette.key-2@example.org>",
                        "<vedette.key-2@example.org>");
        assertThat(Set.copyOf(headers(mails, "References"))).hasSize(1);
        assertThat(Set.copyOf(headers(mails, "In-Reply-To"))).hasSize(1);
        assertThat(Set.copyOf(headers(mails, "Auto-Submitted"))).containsExactly("auto-generated");
    }

    @Test
    void headersOfTheConfigurationAreSent() throws Exception {
        receiver(plain(), Map.of("Subject", "Trouble", "X-Team", "db")).deliver(message("key-1", alert("node1", null)));
        MimeMessage mail = received(1)[0];
        assertThat(mail.getSubject()).isEqualTo("Trouble");
        assertThat(mail.getHeader("X-Team")).containsExactly("db");
    }

    @Test
    void aLabelCannotForgeAHeader() throws Exception {
        receiver(plain(), Map.of()).deliver(message("key-1", alert("node1\r\nBcc: all@example.org", null)));
        MimeMessage mail = received(1)[0];
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).isEqualTo("[FIRING:1] FilesystemFilling node1  Bcc: all@example.org");
    }

    @Test
    void signsInOverTls() throws Exception {
        server.setUser("ops", "right");
        Server tls = server(Tls.IMPLICIT, server.getSmtps().getPort(), "ops", "right");
        assertThat(receiver(tls, Map.of()).deliver(message("key-1", alert("node1", null))))
                .isEqualTo(new Delivery.Done());
        assertThat(received(1)).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void aWrongPasswordIsNotTriedAgainAndNotShown() throws Exception {
        server.setUser("ops", "right");
        Server wrong = server(Tls.NONE, server.getSmtp().getPort(), "ops", "hidden");
        assertThat(receiver(wrong, Map.of()).deliver(message("key-1", alert("node1", null))))
                .isInstanceOfSatisfying(Delivery.Never.class, never -> {
                    assertThat(never.failure()).isEqualTo(Failure.AUTHENTICATION);
                    assertThat(never.reason())
                            .contains("refused user name or password")
                            .doesNotContain("hidden");
                });
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void nothingIsSaidInTheClearWhereTlsIsRequired() throws Exception {
        Server required = server(Tls.STARTTLS, server.getSmtp().getPort(), "", "");
        assertThat(receiver(required, Map.of()).deliver(message("key-1", alert("node1", null))))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later -> assertThat(later.reason()).contains("STARTTLS is required"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatIsDownIsTriedLater() {
        int port = server.getSmtp().getPort();
        server.stop();
        assertThat(receiver(server(Tls.NONE, port, "", ""), Map.of()).deliver(message("key-1", alert("node1", null))))
                .isEqualTo(
                        new Delivery.Later(Failure.UNREACHABLE, "no connection to 127.0.0.1:" + port, Duration.ZERO));
    }

    private Server plain() {
        return server(Tls.NONE, server.getSmtp().getPort(), "", "");
    }

    private static Server server(Tls tls, int port, String user, String password) {
        return new Server("127.0.0.1", port, tls, user, Optional.of(Secret.of(password)), "", true);
    }

    private static EmailReceiver receiver(Server server, Map<String, String> headers) {
        return new EmailReceiver(new EmailSettings(
                List.of("Ops <ops@example.org>", "boss@example.org"),
                "Vedette <vedette@example.org>",
                server,
                headers,
                Optional.empty(),
                Optional.empty(),
                true));
    }

    /** One copy for each of the two recipients. */
    private MimeMessage[] received(int atLeast) {
        assertThat(server.waitForIncomingEmail(60_000, atLeast)).isTrue();
        return server.getReceivedMessages();
    }

    private static List<String> headers(MimeMessage[] mails, String name) throws Exception {
        List<String> values = new ArrayList<>();
        for (MimeMessage mail : mails) {
            values.addAll(List.of(mail.getHeader(name)));
        }
        return values;
    }

    private static String part(MimeMessage mail, String type) throws Exception {
        return find(mail.getContent(), type).orElseThrow();
    }

    private static Optional<String> find(Object content, String type) throws Exception {
        if (content instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart part = multipart.getBodyPart(i);
                Optional<String> found = part.isMimeType(type)
                        ? Optional.of(part.getContent().toString())
                        : find(part.getContent(), type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Message message(String key, RoutedAlert alert) {
        return new Message("team", "{}:{}", Labels.EMPTY, List.of(alert), "http://v", key, T.plusSeconds(125));
    }

    private static RoutedAlert alert(String instance, @Nullable Instant endsAt) {
        return new RoutedAlert(
                Labels.of(
                        "alertname",
                        "FilesystemFilling",
                        "instance",
                        instance,
                        "job",
                        "node",
                        "mountpoint",
                        "/data",
                        "severity",
                        "critical"),
                Map.of("summary", "/data has 3% left", "description", "<script>"),
                T,
                T,
                endsAt,
                0.0314159,
                "http://v/graph?g0.expr=x&g0.tab=1",
                false);
    }
}
