package io.vedette.rules.template;

/** A template that cannot be parsed or executed; the message says where and why, in Go's words where it has some. */
public final class TemplateException extends Exception {
    /** @param message for people, on one line */
    public TemplateException(String message) {
        super(message);
    }
}
