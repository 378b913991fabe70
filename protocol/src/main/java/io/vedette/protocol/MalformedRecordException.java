package io.vedette.protocol;

import java.io.IOException;

/** A record that cannot be understood: garbage, cut short, or of a newer major version. The message says which. */
public final class MalformedRecordException extends IOException {
    /** @param message what is wrong and where in the record, for the dead-letter topic's {@code reason} header */
    public MalformedRecordException(String message) {
        super(message);
    }

    /** @param message what is wrong and where in the record */
    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
