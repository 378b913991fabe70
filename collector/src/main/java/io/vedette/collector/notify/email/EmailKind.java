package io.vedette.collector.notify.email;

import io.vedette.collector.notify.ReceiverKind;
import io.vedette.collector.notify.Secret;
import io.vedette.collector.notify.email.EmailSettings.Server;
import io.vedette.collector.notify.email.EmailSettings.Tls;
import io.vedette.collector.yaml.YamlSection;
import io.vedette.collector.yaml.YamlText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code email_configs} and the {@code smtp_} keys they inherit. */
public final class EmailKind implements ReceiverKind {
    private static final int SMTPS_PORT = 465;
    private static final Set<String> OURS = Set.of(
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "in-reply-to",
            "message-id",
            "mime-version",
            "references",
            "to");

    @Override
    public String name() {
        return "email";
    }

    @Override
    public SectionReader begin(YamlSection global, Path folder) {
        global.unsupported(List.of("smtp_auth_secret", "smtp_auth_secret_file", "smtp_auth_identity"));
        Defaults defaults = new Defaults(
                global.filled("smtp_smarthost").map(YamlText::value).orElse(""),
                global.filled("smtp_from").map(YamlText::value).orElse(""),
                global.filled("smtp_hello").map(YamlText::value).orElse(""),
                global.filled("smtp_auth_username").map(YamlText::value).orElse(""),
                Secret.read(global, "smtp_auth_password", folder),
                global.flag("smtp_require_tls").orElse(true),
                global.flag("smtp_force_implicit_tls"),
                trustAll(global.section("smtp_tls_config")));
        return section -> read(section, defaults, folder);
    }

    private record Defaults(
            String smarthost,
            String from,
            String hello,
            String username,
            Optional<Secret> password,
            boolean requireTls,
            Optional<Boolean> implicitTls,
            boolean trustAll) {}

    private static boolean trustAll(Optional<YamlSection> tls) {
        return tls.map(section -> {
                    section.unsupported(List.of(
                            "ca",
                            "ca_file",
                            "cert",
                            "cert_file",
                            "key",
                            "key_file",
                            "max_version",
                            "min_version",
                            "server_name"));
                    boolean trustAll = section.flag("insecure_skip_verify").orElse(false);
                    section.finish();
                    return trustAll;
                })
                .orElse(false);
    }

    private static Optional<ReceiverFactory> read(YamlSection section, Defaults defaults, Path folder) {
        section.unsupported(List.of("auth_secret", "auth_secret_file", "auth_identity", "threading"));
        Optional<List<String>> to = section.filled("to").flatMap(text -> text.read(EmailKind::addresses));
        if (to.isEmpty() && !section.has("to")) {
            section.problem("missing to address in email config");
        }
        String from = section.filled("from").map(YamlText::value).orElse(defaults.from);
        if (from.isEmpty()) {
            section.problem("no global SMTP from set");
        }
        Optional<Server> server = server(section, defaults, folder);
        Map<String, String> headers = new LinkedHashMap<>();
        section.map("headers").forEach((name, value) -> {
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                value.problem("is set by this program; only Subject and further headers can be given");
            } else if (!isDefaultTemplate(value.value(), "email.default.subject")) {
                value.read(EmailKind::literal)
                        .ifPresent(text -> headers.put(name.equalsIgnoreCase("subject") ? "Subject" : name, text));
            }
        });
        Optional<String> html = body(section, "html", "email.default.html");
        Optional<String> text = body(section, "text", "email.default.txt");
        boolean sendResolved = section.flag("send_resolved").orElse(false);
        if (to.isEmpty() || from.isEmpty() || server.isEmpty()) {
            return Optional.empty();
        }
        EmailSettings settings = new EmailSettings(to.get(), from, server.get(), headers, html, text, sendResolved);
        return Optional.of(() -> new EmailReceiver(settings));
    }

    private static Optional<Server> server(YamlSection section, Defaults defaults, Path folder) {
        String username = section.filled("auth_username").map(YamlText::value).orElse(defaults.username);
        Optional<Secret> password =
                Secret.read(section, "auth_password", folder).or(() -> defaults.password);
        String hello = section.filled("hello").map(YamlText::value).orElse(defaults.hello);
        boolean requireTls = section.flag("require_tls").orElse(defaults.requireTls);
        Optional<Boolean> implicitTls = section.flag("force_implicit_tls").or(() -> defaults.implicitTls);
        boolean trustAll = section.has("tls_config") ? trustAll(section.section("tls_config")) : defaults.trustAll;
        Optional<YamlText> own = section.filled("smarthost");
        String smarthost = own.map(YamlText::value).orElse(defaults.smarthost);
        if (smarthost.isEmpty()) {
            section.problem("no global SMTP smarthost set");
            return Optional.empty();
        }
        int colon = smarthost.lastIndexOf(':');
        int port = colon < 0 ? -1 : port(smarthost.substring(colon + 1));
        if (port < 0) {
            String message = "\"" + smarthost + "\" is not host:port, for example mail.example.org:587";
            own.ifPresentOrElse(text -> text.problem(message), () -> section.problem("smarthost: " + message));
            return Optional.empty();
        }
        Tls tls = implicitTls.orElse(port == SMTPS_PORT) ? Tls.IMPLICIT : requireTls ? Tls.STARTTLS : Tls.NONE;
        return Optional.of(new Server(smarthost.substring(0, colon), port, tls, username, password, hello, trustAll));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 0 && port < 65_536 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Optional<String> body(YamlSection section, String key, String template) {
        return section.filled(key)
                .filter(text -> !isDefaultTemplate(text.value(), template))
                .flatMap(text -> text.read(EmailKind::literal));
    }

    /** Our own message stands in for Alertmanager's own template. */
    private static boolean isDefaultTemplate(String text, String template) {
        return text.replace(" ", "").equals("{{template\"" + template + "\".}}");
    }

    private static String literal(String text) {
        if (text.contains("{{")) {
            throw new IllegalArgumentException("templates in messages are not supported yet");
        }
        return text;
    }

    private static List<String> addresses(String text) {
        try {
            List<String> addresses = new ArrayList<>();
            for (InternetAddress address : InternetAddress.parse(literal(text), true)) {
                addresses.add(address.toString());
            }
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("missing to address in email config");
            }
            return addresses;
        } catch (AddressException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a list of addresses: " + e.getMessage(), e);
        }
    }
}
