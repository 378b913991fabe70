package io.vedette.collector.reload;

/** Files that cannot be put in force; the message has a line for each mistake, with its file, line and column. */
public final class ReloadException extends Exception {
    /** @param message what is wrong, for people */
    public ReloadException(String message) {
        super(message);
    }

    /** @param message what is wrong, for people */
    public ReloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
