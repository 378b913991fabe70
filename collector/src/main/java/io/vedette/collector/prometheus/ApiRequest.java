package io.vedette.collector.prometheus;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a question, from the URL and, with POST, from the form; the form's stand first, as in Prometheus.
 */
final class ApiRequest {
    private static final int MAX_VALUES = 1_000;

    private final Context context;

    ApiRequest(Context context) {
        this.context = context;
    }

    /** All values of a parameter. */
    List<String> all(String name) throws ApiException {
        List<String> values = new ArrayList<>(context.formParams(name));
        values.addAll(context.queryParams(name));
        if (values.size() > MAX_VALUES) {
            throw ApiException.invalid(name, "stands more than " + MAX_VALUES + " times");
        }
        return values;
    }

    /** The first value of a parameter, or the empty text. */
    String text(String name) throws ApiException {
        List<String> values = all(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** A time that must be given. */
    long timeMillis(String name) throws ApiException {
        return ApiTime.parseTime(name, text(name), "");
    }

    /** A time, with what it means when it is not given. */
    long timeMillis(String name, long missing) throws ApiException {
        String text = text(name);
        return text.isEmpty() ? missing : ApiTime.parseTime(name, text, "invalid time value for '" + name + "': ");
    }

    /** A duration that must be given. */
    Duration duration(String name) throws ApiException {
        return ApiTime.parseDuration(name, text(name));
    }

    /** A duration of more than 0, with what it means when it is not given. */
    Duration positiveDuration(String name, Duration missing) throws ApiException {
        String text = text(name);
        if (text.isEmpty()) {
            return missing;
        }
        Duration duration = ApiTime.parseDuration(name, text);
        if (duration.isNegative() || duration.isZero()) {
            throw ApiException.invalid(name, "must be more than 0");
        }
        return duration;
    }

    /** How many results are wanted; 0, which is also what a missing parameter means, for all. */
    int limit() throws ApiException {
        return wholeNumber("limit", 0);
    }

    /** A number that is not negative, the largest there is for larger ones, with what it means when it is not given. */
    int wholeNumber(String name, int missing) throws ApiException {
        String text = text(name);
        if (text.isEmpty()) {
            return missing;
        }
        try {
            long number = Long.parseLong(text);
            if (number < 0) {
                throw ApiException.invalid(name, name + " must be non-negative");
            }
            return (int) Math.min(Integer.MAX_VALUE, number);
        } catch (NumberFormatException e) {
            throw ApiException.invalid(name, "cannot parse " + ApiTime.quote(text) + " to a whole number");
        }
    }

    /** A truth value in the forms that Go knows; false if it is not given. */
    boolean flag(String name) throws ApiException {
        return switch (text(name)) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "", "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                throw ApiException.invalid(name, "cannot parse " + ApiTime.quote(text(name)) + " to true or false");
        };
    }
}
