package io.vedette.collector.notify.email;

import io.vedette.collector.notify.Message;
import io.vedette.collector.route.RoutedAlert;
import java.util.Locale;

/** The mail as HTML: tables and styles in place, as mail programs know nothing better. */
final class EmailPage {
    private static final String FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
    private static final String GREEN = "#2e7d32";

    private EmailPage() {}

    static String of(Message message) {
        StringBuilder page = new StringBuilder(4096);
        page.append("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>")
                .append(escape(EmailText.subject(message)))
                .append("</title></head><body style=\"margin:0;padding:24px 12px;background:#f3f4f6;")
                .append(FONT)
                .append("color:#1f2933;\">")
                .append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"")
                .append(" style=\"max-width:640px;margin:0 auto;\"><tr><td style=\"padding:0 4px 12px;")
                .append("font-size:13px;color:#616e7c;\">")
                .append(headline(message))
                .append("</td></tr>");
        for (RoutedAlert alert : message.firing()) {
            card(page, message, alert);
        }
        for (RoutedAlert alert : message.resolved()) {
            card(page, message, alert);
        }
        page.append("<tr><td style=\"padding:12px 4px;font-size:13px;color:#616e7c;\">")
                .append(link(message.externalUrl() + "/", "Open Vedette"))
                .append("</td></tr></table></body></html>");
        return page.toString();
    }

    private static String headline(Message message) {
        int firing = message.firing().size();
        int resolved = message.resolved().size();
        if (resolved == 0) {
            return firing + " firing";
        }
        return firing == 0 ? resolved + " resolved" : firing + " firing, " + resolved + " resolved";
    }

    private static void card(StringBuilder page, Message message, RoutedAlert alert) {
        String colour = alert.isResolved() ? GREEN : colour(alert.labels().get("severity"));
        String severity = alert.labels().get("severity");
        page.append("<tr><td style=\"padding:0 0 12px;\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\"")
                .append(" cellspacing=\"0\" style=\"background:#ffffff;border-radius:6px;border-left:5px solid ")
                .append(colour)
                .append(";\"><tr><td style=\"padding:16px 20px;\">")
                .append("<div style=\"font-size:12px;font-weight:600;letter-spacing:.05em;color:")
                .append(colour)
                .append(";\">")
                .append(alert.isResolved() ? "RESOLVED" : "FIRING")
                .append(severity.isEmpty() ? "" : " &middot; " + escape(severity.toUpperCase(Locale.ROOT)))
                .append("</div><div style=\"font-size:19px;font-weight:600;padding:4px 0 2px;\">")
                .append(escape(EmailText.name(alert)))
                .append("</div>");
        paragraph(page, EmailText.summary(alert), "font-size:15px;padding:2px 0 6px;");
        paragraph(page, EmailText.description(alert), "font-size:14px;padding:0 0 6px;color:#52606d;");
        page.append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"font-size:14px;\">");
        row(page, "Where", escape(EmailText.place(alert)));
        row(page, "When", escape(EmailText.when(alert, message.at())));
        row(page, "Value", escape(EmailText.value(alert.value())));
        page.append("</table><div style=\"font-size:14px;padding:10px 0 0;\">")
                .append(link(alert.generatorUrl(), "Graph of the expression"));
        String runbook = alert.annotations().getOrDefault("runbook_url", "");
        if (runbook.startsWith("https://") || runbook.startsWith("http://")) {
            page.append(" &nbsp;&middot;&nbsp; ").append(link(runbook, "Runbook"));
        }
        page.append("</div></td></tr></table></td></tr>");
    }

    private static String colour(String severity) {
        return switch (severity) {
            case "critical", "page", "error", "emergency" -> "#c62828";
            case "warning" -> "#e07b00";
            default -> "#1565c0";
        };
    }

    private static void paragraph(StringBuilder page, String text, String style) {
        if (!text.isEmpty()) {
            page.append("<div style=\"")
                    .append(style)
                    .append("\">")
                    .append(escape(text).replace("\n", "<br>"))
                    .append("</div>");
        }
    }

    private static void row(StringBuilder page, String name, String escaped) {
        if (!escaped.isEmpty()) {
            page.append("<tr><td style=\"padding:2px 16px 2px 0;color:#7b8794;vertical-align:top;\">")
                    .append(name)
                    .append("</td><td style=\"padding:2px 0;\">")
                    .append(escaped)
                    .append("</td></tr>");
        }
    }

    private static String link(String url, String text) {
        return "<a href=\"" + escape(url) + "\" style=\"color:#1565c0;text-decoration:none;\">" + escape(text) + "</a>";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
