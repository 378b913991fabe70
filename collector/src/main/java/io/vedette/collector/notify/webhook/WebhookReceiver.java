package io.vedette.collector.notify.webhook;

import io.vedette.collector.notify.Delivery;
import io.vedette.collector.notify.Delivery.Failure;
import io.vedette.collector.notify.Message;
import io.vedette.collector.notify.Receiver;
import io.vedette.collector.notify.webhook.WebhookSettings.Authorization;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Posts messages to an address. Any answer of 2xx means that the message has arrived. */
final class WebhookReceiver implements Receiver {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_SHOWN = 200;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final WebhookSettings settings;
    private final String userAgent;
    private final HttpClient client;

    WebhookReceiver(WebhookSettings settings, String userAgent) {
        this.settings = settings;
        this.userAgent = userAgent;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.timeout())
                .build();
    }

    @Override
    public boolean sendsResolved() {
        return settings.sendResolved();
    }

    @Override
    public Delivery deliver(Message message) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(message);
        } catch (IOException e) {
            return new Delivery.Later(Failure.OTHER, "a secret cannot be read: " + e.getMessage(), Duration.ZERO);
        } catch (IllegalArgumentException e) {
            return new Delivery.Never(Failure.CLIENT_ERROR, "the url " + e.getMessage());
        }
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, info -> new BeginningOfBody(MAX_SHOWN));
        try {
            return read(answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return timeout(request);
        } catch (ExecutionException e) {
            return failed(request, e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Message message) throws IOException {
        URI url = WebhookKind.checked(settings.url().reveal());
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", userAgent)
                .header("Idempotency-Key", message.idempotencyKey())
                .POST(BodyPublishers.ofByteArray(WebhookPayload.encode(message, settings.maxAlerts())));
        Optional<Authorization> authorization = settings.authorization();
        if (authorization.isPresent()) {
            request.header("Authorization", header(authorization.get()));
        }
        return request.build();
    }

    private static String header(Authorization authorization) throws IOException {
        String secret = authorization.secret().reveal();
        if (!authorization.scheme().equals("Basic") || authorization.username().isEmpty()) {
            return authorization.scheme() + " " + secret;
        }
        String pair = authorization.username() + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** What an answer means. */
    private static Delivery read(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return new Delivery.Done();
        }
        String body = answer.body().strip();
        String reason = answer.uri().getHost() + " answered " + status + (body.isEmpty() ? "" : ": " + body);
        if (status / 100 == 5) {
            return new Delivery.Later(Failure.SERVER_ERROR, reason, retryAfter(answer));
        }
        if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
            return new Delivery.Later(Failure.CLIENT_ERROR, reason, retryAfter(answer));
        }
        boolean refusedUs = status == 401 || status == 403;
        return new Delivery.Never(refusedUs ? Failure.AUTHENTICATION : Failure.CLIENT_ERROR, reason);
    }

    private static Duration retryAfter(HttpResponse<String> answer) {
        try {
            long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(0);
            Duration asked = Duration.ofSeconds(Math.max(0, seconds));
            return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
        } catch (NumberFormatException e) {
            return Duration.ZERO; // a date, which the usual pauses serve as well
        }
    }

    private Delivery timeout(HttpRequest request) {
        return new Delivery.Later(
                Failure.TIMEOUT,
                request.uri().getHost() + " did not answer within "
                        + settings.timeout().toSeconds() + " s",
                Duration.ZERO);
    }

    private Delivery failed(HttpRequest request, Throwable cause) {
        String host = request.uri().getHost();
        if (cause instanceof HttpTimeoutException) {
            return timeout(request);
        }
        if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
            return new Delivery.Later(
                    Failure.UNREACHABLE,
                    "no connection to " + host + ":" + request.uri().getPort(),
                    Duration.ZERO);
        }
        String kind = cause instanceof SSLException ? "TLS with " + host + " failed" : "talking to " + host + " failed";
        return new Delivery.Later(Failure.UNREACHABLE, kind + ": " + cause.getMessage(), Duration.ZERO);
    }
}
