package io.vedette.collector.notify.email;

import io.vedette.collector.notify.Delivery;
import io.vedette.collector.notify.Delivery.Failure;
import io.vedette.collector.notify.IdempotencyKey;
import io.vedette.collector.notify.Message;
import io.vedette.collector.notify.Receiver;
import io.vedette.collector.notify.email.EmailSettings.Server;
import io.vedette.collector.notify.email.EmailSettings.Tls;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Date;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.simplejavamail.MailException;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.MailerRegularBuilder;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/**
 * Sends messages by SMTP. The same message always has the same {@code Message-ID}, so that a mail sent twice can be
 * recognised, and all mails of a group belong to one thread.
 */
final class EmailReceiver implements Receiver {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(15).toMillis();

    private final EmailSettings settings;

    EmailReceiver(EmailSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean sendsResolved() {
        return settings.sendResolved();
    }

    @Override
    public Delivery deliver(Message message) {
        Email email;
        try {
            email = email(message);
        } catch (RuntimeException e) {
            // The library refuses what would forge headers, by exceptions of several kinds.
            return new Delivery.Never(Failure.CLIENT_ERROR, "no mail can be made of this: " + e.getMessage());
        }
        // Passwords may change in their file, so each mail has a connection of its own.
        try (Mailer mailer = mailer()) {
            // Already complete, as it is not sent in the background; a failure has been thrown.
            mailer.sendMail(email).join();
            return new Delivery.Done();
        } catch (MailException e) {
            return failed(e);
        } catch (IOException e) {
            return new Delivery.Later(Failure.OTHER, "the password cannot be read: " + e.getMessage(), Duration.ZERO);
        } catch (Exception e) {
            return new Delivery.Later(Failure.OTHER, where() + ": " + e, Duration.ZERO);
        }
    }

    private String where() {
        return settings.server().host() + ":" + settings.server().port();
    }

    private Email email(Message message) {
        String from = settings.from().replace(">", "");
        String domain = from.substring(from.lastIndexOf('@') + 1).strip();
        String thread =
                "<vedette.group." + IdempotencyKey.hash(message.receiver() + message.groupKey()) + "@" + domain + ">";
        EmailPopulatingBuilder email = EmailBuilder.startingBlank()
                .from(settings.from())
                .toMultiple(settings.to())
                .withSubject(settings.headers().getOrDefault("Subject", EmailText.subject(message)))
                .withPlainText(settings.text().orElseGet(() -> EmailText.plain(message)))
                .withHTMLText(settings.html().orElseGet(() -> EmailPage.of(message)))
                .fixingMessageId("<vedette." + message.idempotencyKey() + "@" + domain + ">")
                .fixingSentDate(Date.from(message.at()))
                .withHeader("References", thread)
                .withHeader("In-Reply-To", thread)
                .withHeader("Auto-Submitted", "auto-generated");
        settings.headers().forEach((name, value) -> {
            if (!name.equals("Subject")) {
                email.withHeader(name, value);
            }
        });
        return email.buildEmail();
    }

    private Mailer mailer() throws IOException {
        Server server = settings.server();
        MailerRegularBuilder<?> builder = MailerBuilder.withSMTPServer(server.host(), server.port());
        if (!server.username().isEmpty()) {
            String password =
                    server.password().isPresent() ? server.password().get().reveal() : "";
            builder.withSMTPServer(server.host(), server.port(), server.username(), password);
        }
        builder.withTransportStrategy(
                        switch (server.tls()) {
                            case NONE -> TransportStrategy.SMTP;
                            case STARTTLS -> TransportStrategy.SMTP_TLS;
                            case IMPLICIT -> TransportStrategy.SMTPS;
                        })
                .withSessionTimeout(TIMEOUT_MILLIS)
                .clearEmailValidator();
        if (server.tls() == Tls.NONE) {
            builder.withProperty("mail.smtp.starttls.enable", "false");
        }
        if (!server.hello().isEmpty()) {
            builder.withProperty("mail.smtp.localhost", server.hello());
            builder.withProperty("mail.smtps.localhost", server.hello());
        }
        if (server.trustAll()) {
            builder.trustingAllHosts(true).verifyingServerIdentity(false);
        }
        return builder.buildMailer();
    }

    /** What a failure means: SMTP answers of 4xx are for now, those of 5xx for good (RFC 5321, section 4.2.1). */
    private Delivery failed(MailException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationFailedException) {
                return new Delivery.Never(
                        Failure.AUTHENTICATION, where() + " refused user name or password: " + cause.getMessage());
            }
            if (cause instanceof MailConnectException) {
                return new Delivery.Later(Failure.UNREACHABLE, "no connection to " + where(), Duration.ZERO);
            }
            if (cause instanceof SocketTimeoutException) {
                return new Delivery.Later(Failure.TIMEOUT, where() + " did not answer in time", Duration.ZERO);
            }
            int code = returnCode(cause);
            if (code >= 500) {
                return new Delivery.Never(Failure.CLIENT_ERROR, where() + " refused: " + firstLine(cause));
            }
            if (code >= 400) {
                return new Delivery.Later(
                        Failure.SERVER_ERROR, where() + " answered: " + firstLine(cause), Duration.ZERO);
            }
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new Delivery.Later(Failure.OTHER, where() + ": " + firstLine(cause), Duration.ZERO);
    }

    private static int returnCode(Throwable cause) {
        if (cause instanceof SMTPSendFailedException send) {
            return send.getReturnCode();
        }
        if (cause instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        if (cause instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (cause instanceof SendFailedException send && send.getNextException() != null) {
            return returnCode(send.getNextException());
        }
        return 0;
    }

    private static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end).strip();
    }
}
