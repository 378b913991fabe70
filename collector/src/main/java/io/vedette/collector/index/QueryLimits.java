package io.vedette.collector.index;

/**
 * What one query may ask for, checked before any parser sees it: parsers recurse, and a hostile query must cost no more
 * than an honest one.
 */
public final class QueryLimits {
    private static final int LENGTH_MAX = 4_000;
    private static final int DEPTH_MAX = 50;

    private QueryLimits() {}

    /** @throws LogQueryException if the query is too long or nested too deeply */
    public static void check(String query) throws LogQueryException {
        if (query.length() > LENGTH_MAX) {
            throw new LogQueryException(
                    "the query is " + query.length() + " characters long; the most is " + LENGTH_MAX);
        }
        int depth = 0;
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            }
            if (depth > DEPTH_MAX) {
                throw new LogQueryException("the query has more than " + DEPTH_MAX
                        + " brackets within each other at column " + (i + 1) + "; take some out");
            }
        }
    }
}
