package io.vedette.rules.promql.script;

import io.vedette.rules.promql.DurationText;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One evaluation of a script, with what it expects. */
final class Question {
    private static final Pattern INSTANT =
            Pattern.compile("eval(?:_(?<kind>\\w+))?\\s+instant\\s+at\\s+(?<at>\\S+)\\s+(?<query>.+)");
    private static final Pattern RANGE = Pattern.compile(
            "eval(?:_(?<kind>\\w+))?\\s+range\\s+from\\s+(?<from>\\S+)\\s+to\\s+(?<to>\\S+)\\s+step\\s+(?<step>\\S+)\\s+(?<query>.+)");
    private static final Pattern EXPECT = Pattern.compile(
            "expect\\s+(?<what>fail|warn|info|no_warn|no_info|ordered|string|range vector)(?:\\s+(?<how>msg|regex):|\\s|$)\\s*(?<text>.*)");
    private static final Pattern TIMES = Pattern.compile("from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)");

    final int line;
    final String query;
    final boolean range;
    final long startMillis;
    final long endMillis;
    final long stepMillis;
    final List<SeriesLine> series = new ArrayList<>();
    final List<Expectation> expectations = new ArrayList<>();
    Optional<String> scalar = Optional.empty();
    Optional<String> string = Optional.empty();
    boolean ordered;
    long[] rangeVectorTimes = {};

    /**
     * @param what fail, warn, info, no_warn or no_info
     * @param text what the message must be; empty for anything
     */
    record Expectation(String what, boolean regex, String text) {}

    Question(int line, String command) {
        this.line = line;
        Matcher instant = INSTANT.matcher(command);
        Matcher ranged = RANGE.matcher(command);
        this.range = ranged.matches();
        if (!range && !instant.matches()) {
            throw new IllegalArgumentException("line " + line + ": " + command);
        }
        Matcher found = range ? ranged : instant;
        this.query = found.group("query");
        this.startMillis = millis(found.group(range ? "from" : "at"));
        this.endMillis = range ? millis(found.group("to")) : startMillis;
        this.stepMillis = range ? millis(found.group("step")) : 0;
        String kind = found.group("kind");
        if (kind != null && kind.equals("ordered")) {
            ordered = true;
        } else if (kind != null) {
            expectations.add(new Expectation(kind, false, ""));
        }
    }

    void add(String text) {
        Matcher expect = EXPECT.matcher(text);
        if (text.startsWith("expected_fail_message") || text.startsWith("expected_fail_regexp")) {
            expectations.add(new Expectation(
                    "fail",
                    text.startsWith("expected_fail_regexp"),
                    text.substring(text.indexOf(' ') + 1).strip()));
        } else if (expect.matches()) {
            expect(expect);
        } else if (text.startsWith("expect ")) {
            throw new IllegalArgumentException("line " + line + ": " + text);
        } else if (text.matches("[+-]?[0-9.][0-9.eE+-]*|(?i)[+-]?(inf|nan)")) {
            scalar = Optional.of(text);
        } else if (text.matches("\"[^\"]*\"|'[^']*'|`[^`]*`")) {
            string = Optional.of(unquoted(text));
        } else {
            series.add(SeriesLine.parse(text));
        }
    }

    private void expect(Matcher expect) {
        String text = expect.group("text");
        switch (expect.group("what")) {
            case "ordered" -> ordered = true;
            case "string" -> string = Optional.of(unquoted(text));
            case "range vector" -> {
                Matcher times = TIMES.matcher(text);
                if (!times.matches()) {
                    throw new IllegalArgumentException("line " + line + ": " + text);
                }
                rangeVectorTimes = new long[] {millis(times.group(1)), millis(times.group(2)), millis(times.group(3))};
            }
            default ->
                expectations.add(
                        new Expectation(expect.group("what"), "regex".equals(expect.group("how")), text.strip()));
        }
    }

    private static String unquoted(String text) {
        try {
            return ((Expr.StringLiteral) PromQl.parse(text)).value();
        } catch (PromQlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    boolean expects(String what) {
        return expectations.stream().anyMatch(each -> each.what().equals(what));
    }

    static long millis(String text) {
        boolean negative = text.startsWith("-");
        String magnitude = negative ? text.substring(1) : text;
        OptionalLong duration = DurationText.parse(magnitude);
        long millis = duration.isPresent() ? duration.getAsLong() : Math.round(SeriesLine.number(magnitude) * 1000);
        return negative ? -millis : millis;
    }
}
