package io.vedette.rules.promql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A word of an expression.
 *
 * @param text as written; the message of an {@link Kind#ERROR}
 * @param start index of its first character
 * @param end index after its last one
 */
record Token(Kind kind, String text, int start, int end) {
    /** What sort of word. */
    enum Kind {
        ERROR(Group.NAMED, "error"),
        END_OF_INPUT(Group.NAMED, "end of input"),
        IDENTIFIER(Group.NAMED, "identifier"),
        METRIC_IDENTIFIER(Group.NAMED, "metric identifier"),
        STRING(Group.NAMED, "string"),
        NUMBER(Group.NAMED, "number"),
        DURATION(Group.NAMED, "duration"),
        LEFT_PAREN(Group.PUNCTUATION, "("),
        RIGHT_PAREN(Group.PUNCTUATION, ")"),
        LEFT_BRACE(Group.PUNCTUATION, "{"),
        RIGHT_BRACE(Group.PUNCTUATION, "}"),
        LEFT_BRACKET(Group.PUNCTUATION, "["),
        RIGHT_BRACKET(Group.PUNCTUATION, "]"),
        COMMA(Group.PUNCTUATION, ","),
        COLON(Group.PUNCTUATION, ":"),
        ASSIGN(Group.PUNCTUATION, "="),
        MATCHES(Group.OPERATOR, "=~"),
        MATCHES_NOT(Group.OPERATOR, "!~"),
        AT(Group.OPERATOR, "@"),
        OPERATOR(Group.OPERATOR, ""),
        AGGREGATOR(Group.AGGREGATOR, ""),
        OFFSET(Group.KEYWORD, "offset"),
        BY(Group.KEYWORD, "by"),
        WITHOUT(Group.KEYWORD, "without"),
        ON(Group.KEYWORD, "on"),
        IGNORING(Group.KEYWORD, "ignoring"),
        GROUP_LEFT(Group.KEYWORD, "group_left"),
        GROUP_RIGHT(Group.KEYWORD, "group_right"),
        BOOL(Group.KEYWORD, "bool"),
        START(Group.KEYWORD, "start"),
        END(Group.KEYWORD, "end");

        private final Group group;
        private final String words;

        Kind(Group group, String words) {
            this.group = group;
            this.words = words;
        }
    }

    private enum Group {
        NAMED,
        PUNCTUATION,
        OPERATOR,
        AGGREGATOR,
        KEYWORD
    }

    private static final Map<String, Kind> WORDS = keywords();
    private static final Map<String, BinaryOperator> OPERATORS = operators();
    private static final Map<String, AggregateOperator> AGGREGATORS = aggregators();

    /** The kind of a word of letters. */
    static Kind kindOfWord(String word) {
        return WORDS.getOrDefault(
                word.toLowerCase(Locale.ROOT), word.indexOf(':') < 0 ? Kind.IDENTIFIER : Kind.METRIC_IDENTIFIER);
    }

    /** The operator, of an {@link Kind#OPERATOR}. */
    BinaryOperator operator() {
        BinaryOperator found = OPERATORS.get(text.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalStateException("no operator: " + text);
        }
        return found;
    }

    /** The aggregation, of an {@link Kind#AGGREGATOR}. */
    AggregateOperator aggregator() {
        AggregateOperator found = AGGREGATORS.get(text.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalStateException("no aggregation: " + text);
        }
        return found;
    }

    /** Whether it is that operator. */
    boolean is(BinaryOperator operator) {
        return kind == Kind.OPERATOR && operator() == operator;
    }

    /** Whether it is made of letters and could name a label. */
    boolean isWord() {
        return kind == Kind.IDENTIFIER
                || kind == Kind.METRIC_IDENTIFIER
                || kind.group == Group.KEYWORD
                || kind == Kind.AGGREGATOR
                || (kind == Kind.OPERATOR && Character.isLetter(text.charAt(0)))
                || (kind == Kind.NUMBER && Character.isLetter(text.charAt(0)));
    }

    /** Whether it may name a metric: keywords may where they can't be mistaken. */
    boolean isMetricName() {
        return switch (kind) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, OFFSET, BY, WITHOUT, START, END -> true;
            case OPERATOR -> is(BinaryOperator.AND) || is(BinaryOperator.OR) || is(BinaryOperator.UNLESS);
            default -> false;
        };
    }

    /** As error messages name it. */
    String words() {
        return switch (kind.group) {
            case PUNCTUATION -> '"' + kind.words + '"';
            case OPERATOR -> "<op:" + text + ">";
            case AGGREGATOR -> "<aggr:" + text + ">";
            case KEYWORD -> "<" + text + ">";
            case NAMED ->
                switch (kind) {
                    case END_OF_INPUT, ERROR -> kind.words;
                    case IDENTIFIER, METRIC_IDENTIFIER -> kind.words + " " + StringText.quote(text);
                    default ->
                        kind.words + " "
                                + (text.length() > 10
                                        ? StringText.quote(text.substring(0, 10)) + "..."
                                        : StringText.quote(text));
                };
        };
    }

    private static Map<String, Kind> keywords() {
        Map<String, Kind> words = new HashMap<>();
        for (Kind kind : Kind.values()) {
            if (kind.group == Group.KEYWORD) {
                words.put(kind.words, kind);
            }
        }
        for (AggregateOperator aggregator : AggregateOperator.values()) {
            words.put(aggregator.symbol(), Kind.AGGREGATOR);
        }
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (Character.isLetter(operator.symbol().charAt(0))) {
                words.put(operator.symbol(), Kind.OPERATOR);
            }
        }
        words.put("inf", Kind.NUMBER);
        words.put("nan", Kind.NUMBER);
        return Map.copyOf(words);
    }

    private static Map<String, BinaryOperator> operators() {
        Map<String, BinaryOperator> operators = new HashMap<>();
        for (BinaryOperator operator : BinaryOperator.values()) {
            operators.put(operator.symbol(), operator);
        }
        return Map.copyOf(operators);
    }

    private static Map<String, AggregateOperator> aggregators() {
        Map<String, AggregateOperator> aggregators = new HashMap<>();
        for (AggregateOperator aggregator : AggregateOperator.values()) {
            aggregators.put(aggregator.symbol(), aggregator);
        }
        return Map.copyOf(aggregators);
    }
}
