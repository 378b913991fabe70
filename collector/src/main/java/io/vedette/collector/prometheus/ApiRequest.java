package io.vedette.collector.prometheus;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of a question, from the URL and, with POST, from the form; the form's stand first, as in Prometheus.
 */
final class ApiRequest {
    private static final int MAX_VALUES = 1_000;
    private static final int MAX_PAIRS = 10_000;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, List<String>> values = new HashMap<>();
    private int pairs;

    /** @throws ApiException if the URL or the form is not encoded as such */
    ApiRequest(Context context) throws ApiException {
        String type = context.header("Content-Type");
        if (context.method() == HandlerType.POST
                && type != null
                && type.strip().toLowerCase(Locale.ROOT).startsWith(FORM)) {
            // By hand, as the header may name a character set that there is not.
            add(new String(context.bodyAsBytes(), StandardCharsets.UTF_8));
        }
        String query = context.queryString();
        add(query == null ? "" : query);
    }

    private void add(String encoded) throws ApiException {
        int start = 0;
        while (start < encoded.length()) {
            int end = encoded.indexOf('&', start);
            String pair = encoded.substring(start, end < 0 ? encoded.length() : end);
            start = end < 0 ? encoded.length() : end + 1;
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (++pairs > MAX_PAIRS) {
                throw new ApiException(ApiException.Type.BAD_DATA, "more than " + MAX_PAIRS + " parameters");
            }
            List<String> all = values.computeIfAbsent(name, key -> new ArrayList<>());
            if (all.size() == MAX_VALUES) {
                throw ApiException.invalid(name, "stands more than " + MAX_VALUES + " times");
            }
            all.add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    private static String decode(String text) throws ApiException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    ApiException.Type.BAD_DATA,
                    "error parsing form values: " + ApiTime.quote(text) + " is not encoded for URLs; write % as %25");
        }
    }

    /** All values of a parameter. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The first value of a parameter, or the empty text. */
    String text(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
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
