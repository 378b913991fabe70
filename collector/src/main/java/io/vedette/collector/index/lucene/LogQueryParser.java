package io.vedette.collector.index.lucene;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.ecs.EcsSchema.Field;
import io.vedette.collector.ecs.EcsSchema.Type;
import io.vedette.collector.index.LogQueryException;
import io.vedette.collector.index.QueryLimits;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.KeywordTokenizerFactory;
import org.apache.lucene.analysis.core.LowerCaseFilterFactory;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Lucene's classic query syntax over ECS fields: a bare word looks in {@code message}, other fields are exact,
 * ranges know dates and numbers, a purely negative query finds the rest.
 *
 * <p>A parser reads one query; not safe for use by several threads.
 */
final class LogQueryParser extends QueryParser {
    private static final String DEFAULT_FIELD = "message";

    private final EcsSchema schema;

    private LogQueryParser(EcsSchema schema, Analyzer analyzer) {
        super(DEFAULT_FIELD, analyzer);
        this.schema = schema;
        setAllowLeadingWildcard(true);
    }

    /** The analysers of all fields, for writing and for reading: text by words, exact values whole. */
    static Analyzer analyzer(EcsSchema schema) {
        Map<String, Analyzer> special = new HashMap<>();
        Analyzer words = new StandardAnalyzer();
        for (Field field : schema.fields()) {
            if (field.type() == Type.TEXT) {
                special.put(field.name(), words);
            }
        }
        special.put(IndexFields.LEVEL, lowerCaseWhole());
        return new PerFieldAnalyzerWrapper(new KeywordAnalyzer(), special);
    }

    /** Levels are stored in small letters and asked for in any. */
    private static Analyzer lowerCaseWhole() {
        try {
            return CustomAnalyzer.builder()
                    .withTokenizer(KeywordTokenizerFactory.class)
                    .addTokenFilter(LowerCaseFilterFactory.class)
                    .build();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("cannot happen: no file is read", e);
        }
    }

    /**
     * Reads a query; an empty one finds everything.
     *
     * @throws LogQueryException if it is malformed, with the column, or asks for too much
     */
    static Query parse(String query, EcsSchema schema, Analyzer analyzer) throws LogQueryException {
        QueryLimits.check(query);
        if (query.isBlank()) {
            return new MatchAllDocsQuery();
        }
        try {
            return new LogQueryParser(schema, analyzer).parse(query);
        } catch (ParseException e) {
            throw new LogQueryException(explain(query, e), e);
        } catch (TooComplexToDeterminizeException e) {
            throw new LogQueryException("the query has a pattern that is too complex: use fewer * and ?", e);
        } catch (IllegalArgumentException e) {
            // A regular expression that is none, a fuzziness that is out of range.
            throw new LogQueryException("cannot read the query: " + firstLine(e.getMessage()), e);
        }
    }

    private static String explain(String query, ParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String told = cause.getMessage() == null ? "" : cause.getMessage();
        String mark = ", column ";
        int at = told.indexOf(mark);
        if (at < 0) {
            return "cannot read the query: " + firstLine(told);
        }
        int column = 0;
        for (int i = at + mark.length(); i < told.length() && Character.isDigit(told.charAt(i)); i++) {
            column = column * 10 + (told.charAt(i) - '0');
        }
        if (column >= query.stripTrailing().length()) {
            return "cannot read the query: something is missing at its end (column " + (query.length() + 1)
                    + "); a quote or bracket may not be closed";
        }
        return "cannot read the query at column " + (column + 1) + ", from: " + shortened(query.substring(column))
                + " (put text with special characters in \"quotes\")";
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "it is malformed" : message.lines().findFirst().orElse("it is malformed");
    }

    private @Nullable Type typeOf(String field) {
        Field known = schema.field(field);
        return known == null ? null : known.type();
    }

    @Override
    protected Query getFieldQuery(String field, String text, boolean quoted) throws ParseException {
        if (typeOf(field) == Type.DATE) {
            return dates(field, text, text, true, true);
        }
        Query query = super.getFieldQuery(field, text, quoted);
        if (query == null) {
            // Nothing but punctuation: no word to look for.
            return new MatchNoDocsQuery();
        }
        Double number = typeOf(field) == Type.TEXT ? null : number(text);
        if (number == null) {
            return query;
        }
        return new BooleanQuery.Builder()
                .add(query, Occur.SHOULD)
                .add(DoublePoint.newExactQuery(IndexFields.numbers(field), number), Occur.SHOULD)
                .build();
    }

    @Override
    protected Query getRangeQuery(
            String field, @Nullable String low, @Nullable String high, boolean lowInclusive, boolean highInclusive)
            throws ParseException {
        if (typeOf(field) == Type.DATE) {
            return dates(field, low, high, lowInclusive, highInclusive);
        }
        Double lowNumber = low == null ? Double.valueOf(Double.NEGATIVE_INFINITY) : number(low);
        Double highNumber = high == null ? Double.valueOf(Double.POSITIVE_INFINITY) : number(high);
        boolean open = low == null && high == null;
        if (!open && lowNumber != null && highNumber != null) {
            double from = lowInclusive || low == null ? lowNumber : DoublePoint.nextUp(lowNumber);
            double to = highInclusive || high == null ? highNumber : DoublePoint.nextDown(highNumber);
            return DoublePoint.newRangeQuery(IndexFields.numbers(field), from, to);
        }
        return TermRangeQuery.newStringRange(field, low, high, lowInclusive, highInclusive);
    }

    @Override
    protected Query getWildcardQuery(String field, String pattern) throws ParseException {
        if (pattern.equals("*") && (field.equals("*") || field.equals(DEFAULT_FIELD))) {
            // Every document has a message.
            return new MatchAllDocsQuery();
        }
        if (typeOf(field) == Type.DATE) {
            if (!pattern.equals("*")) {
                throw new ParseException(field + " is a date: write a range, " + field + ":[2026-11-23 TO *]");
            }
            return LongPoint.newRangeQuery(field, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return super.getWildcardQuery(field, pattern);
    }

    @Override
    protected Query getBooleanQuery(List<BooleanClause> clauses) throws ParseException {
        Query query = super.getBooleanQuery(clauses);
        boolean onlyNegative = !clauses.isEmpty() && clauses.stream().allMatch(BooleanClause::isProhibited);
        if (!onlyNegative) {
            return query;
        }
        BooleanQuery.Builder rest = new BooleanQuery.Builder().add(new MatchAllDocsQuery(), Occur.FILTER);
        clauses.forEach(rest::add);
        return rest.build();
    }

    private static @Nullable Double number(String text) {
        try {
            double number = Double.parseDouble(text);
            // Java also reads 1d and 1f as numbers.
            return Double.isFinite(number) && Character.isDigit(text.charAt(text.length() - 1)) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Query dates(
            String field, @Nullable String low, @Nullable String high, boolean lowInclusive, boolean highInclusive)
            throws ParseException {
        long from = low == null ? Long.MIN_VALUE : lowInclusive ? first(field, low) : last(field, low) + 1;
        long to = high == null ? Long.MAX_VALUE : highInclusive ? last(field, high) : first(field, high) - 1;
        return LongPoint.newRangeQuery(field, from, to);
    }

    private static long first(String field, String text) throws ParseException {
        if (text.length() == 10 && text.charAt(4) == '-') {
            return day(field, text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
        return instant(field, text);
    }

    /** The last millisecond of what the text names: a day, or a moment. */
    private static long last(String field, String text) throws ParseException {
        if (text.length() == 10 && text.charAt(4) == '-') {
            return day(field, text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli()
                    - 1;
        }
        return instant(field, text);
    }

    private static LocalDate day(String field, String text) throws ParseException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw noDate(field, text);
        }
    }

    private static long instant(String field, String text) throws ParseException {
        try {
            boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return java.time.OffsetDateTime.parse(zoned ? text : text + "Z")
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            Double millis = number(text);
            if (millis == null) {
                throw noDate(field, text);
            }
            return millis.longValue();
        }
    }

    private static ParseException noDate(String field, String text) {
        return new ParseException(field + " is a date, and \"" + shortened(text)
                + "\" is none; write 2026-11-23, \"2026-11-23T13:41:44Z\" or milliseconds since 1970");
    }
}
