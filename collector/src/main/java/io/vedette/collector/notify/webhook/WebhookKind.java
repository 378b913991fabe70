package io.vedette.collector.notify.webhook;

import io.vedette.collector.notify.ReceiverKind;
import io.vedette.collector.notify.Secret;
import io.vedette.collector.notify.webhook.WebhookSettings.Authorization;
import io.vedette.collector.yaml.YamlSection;
import io.vedette.collector.yaml.YamlText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code webhook_configs}. */
public final class WebhookKind implements ReceiverKind {
    private static final List<String> HTTP_UNSUPPORTED = List.of(
            "bearer_token",
            "bearer_token_file",
            "enable_http2",
            "follow_redirects",
            "http_headers",
            "no_proxy",
            "oauth2",
            "proxy_connect_header",
            "proxy_from_environment",
            "proxy_url",
            "tls_config");

    private final String userAgent;

    /** @param userAgent this program and its version, for the receiver's logs */
    public WebhookKind(String userAgent) {
        this.userAgent = userAgent;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public SectionReader begin(YamlSection global, Path folder) {
        return section -> read(section, folder);
    }

    private Optional<ReceiverFactory> read(YamlSection section, Path folder) {
        section.unsupported(List.of("payload"));
        if (!section.has("url") && !section.has("url_file")) {
            section.problem("one of url or url_file must be configured");
        }
        if (section.has("url") && section.has("url_file")) {
            section.problem("at most one of url & url_file must be configured");
        }
        Optional<YamlText> inline = section.filled("url");
        inline.ifPresent(text -> text.read(WebhookKind::checked));
        Optional<Secret> url = inline.map(text -> Secret.of(text.value()))
                .or(() -> section.filled("url_file").map(text -> Secret.in(folder.resolve(text.value()))));
        boolean sendResolved = section.flag("send_resolved").orElse(true);
        int maxAlerts = section.count("max_alerts").orElse(0);
        Duration timeout = section.duration("timeout")
                .filter(duration -> !duration.isZero())
                .orElse(WebhookSettings.DEFAULT_TIMEOUT);
        Optional<Authorization> authorization =
                section.section("http_config").flatMap(http -> authorization(http, folder));
        return url.map(secret -> {
            WebhookSettings settings = new WebhookSettings(secret, sendResolved, maxAlerts, timeout, authorization);
            return () -> new WebhookReceiver(settings, userAgent);
        });
    }

    private static Optional<Authorization> authorization(YamlSection http, Path folder) {
        http.unsupported(HTTP_UNSUPPORTED);
        Optional<Authorization> basic = http.section("basic_auth").map(section -> {
            section.unsupported(List.of("username_file"));
            String username = section.text("username").map(YamlText::value).orElse("");
            Secret password = Secret.read(section, "password", folder).orElse(Secret.of(""));
            section.finish();
            return new Authorization("Basic", username, password);
        });
        Optional<Authorization> other = http.section("authorization").map(section -> {
            String type = section.filled("type").map(YamlText::value).orElse("Bearer");
            Secret credentials = Secret.read(section, "credentials", folder).orElse(Secret.of(""));
            section.finish();
            return new Authorization(type, "", credentials);
        });
        if (basic.isPresent() && other.isPresent()) {
            http.problem("at most one of basic_auth & authorization must be configured");
        }
        http.finish();
        return basic.or(() -> other);
    }

    /** The text as an address; the complaint does not repeat it, as it may hold a key. */
    static URI checked(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
            throw new IllegalArgumentException("is not an address that begins with http:// or https:// and a host");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "is not an address: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
    }
}
