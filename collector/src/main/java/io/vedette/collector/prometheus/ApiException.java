package io.vedette.collector.prometheus;

/** A question that is answered with an error; the type gives the HTTP status. */
final class ApiException extends Exception {
    /** The API's {@code errorType}s. */
    enum Type {
        BAD_DATA("bad_data", 400),
        TOO_LARGE("bad_data", 413),
        EXECUTION("execution", 422),
        CANCELED("canceled", 499),
        TIMEOUT("timeout", 503),
        UNAVAILABLE("unavailable", 503),
        NOT_FOUND("not_found", 404);

        private final String word;
        private final int status;

        Type(String word, int status) {
            this.word = word;
            this.status = status;
        }

        String word() {
            return word;
        }

        int status() {
            return status;
        }
    }

    private final Type type;

    ApiException(Type type, String message) {
        super(message);
        this.type = type;
    }

    /** A parameter that cannot be understood, in Prometheus's words. */
    static ApiException invalid(String parameter, String message) {
        return new ApiException(Type.BAD_DATA, "invalid parameter \"" + parameter + "\": " + message);
    }

    Type type() {
        return type;
    }
}
