package io.vedette.rules.promql.script;

import io.vedette.rules.histogram.BucketRow;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.promql.Value;
import io.vedette.rules.promql.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares answers with what a script expects. */
final class Answers {
    private static final double TOLERANCE = 0.000001;

    private Answers() {}

    /** Gives an answer. */
    interface Ask {
        QueryResult ask() throws QueryException;
    }

    static void checkInstant(Question question, Ask ask) throws Mismatch, QueryException {
        Optional<QueryResult> result = ask(question, ask);
        if (result.isEmpty()) {
            return;
        }
        checkNotes(question, result.get());
        Value value = result.get().value();
        if (value instanceof Value.Scalar scalar) {
            checkNumber(
                    question.scalar.map(SeriesLine::number).orElseThrow(() -> new Mismatch("a scalar")),
                    scalar.value());
        } else if (value instanceof Value.Text text) {
            if (!question.string.equals(Optional.of(text.value()))) {
                throw new Mismatch("got " + text.value());
            }
        } else if (value instanceof Value.Matrix matrix) {
            long[] times = question.rangeVectorTimes;
            checkRows(question, matrix, times[0], times[1], times[2]);
        } else if (value instanceof Value.Vector vector) {
            checkPoints(question, vector);
        }
    }

    static void checkRange(Question question, Ask ask) throws Mismatch, QueryException {
        Optional<QueryResult> result = ask(question, ask);
        if (result.isPresent()) {
            checkNotes(question, result.get());
            Value.Matrix matrix = (Value.Matrix) result.get().value();
            checkRows(question, matrix, question.startMillis, question.endMillis, question.stepMillis);
        }
    }

    /** The answer; none if a failure was expected and came. */
    private static Optional<QueryResult> ask(Question question, Ask ask) throws Mismatch, QueryException {
        if (!question.expects("fail")) {
            return Optional.of(ask.ask());
        }
        QueryResult result;
        try {
            result = ask.ask();
        } catch (QueryException e) {
            checkFailure(question, e);
            return Optional.empty();
        }
        throw new Mismatch("expected a failure, got " + result.value());
    }

    /** Compares an error with what the script expects of it. */
    static void checkFailure(Question question, Exception error) throws Mismatch {
        checkMessages(question, "fail", List.of(String.valueOf(error.getMessage())));
    }

    private static void checkNotes(Question question, QueryResult result) throws Mismatch {
        checkMessages(question, "warn", withoutPositions(result.warnings()));
        checkMessages(question, "info", withoutPositions(result.infos()));
        if (question.expects("no_warn") && !result.warnings().isEmpty()) {
            throw new Mismatch("warned " + result.warnings());
        }
        if (question.expects("no_info") && !result.infos().isEmpty()) {
            throw new Mismatch("informed " + result.infos());
        }
    }

    private static List<String> withoutPositions(List<String> notes) {
        return notes.stream()
                .map(note -> note.replaceAll("(, from buckets .*)? \\(\\d+:\\d+\\)$", ""))
                .toList();
    }

    /** Every expectation must be met; and if there is any, every message must have been expected. */
    private static void checkMessages(Question question, String what, List<String> messages) throws Mismatch {
        List<Question.Expectation> expectations = question.expectations.stream()
                .filter(each -> each.what().equals(what))
                .toList();
        for (Question.Expectation expected : expectations) {
            if (messages.stream().noneMatch(message -> meets(message, expected))) {
                throw new Mismatch("expected " + what + " " + expected.text() + ", got " + messages);
            }
        }
        for (String message : messages) {
            if (!expectations.isEmpty() && expectations.stream().noneMatch(each -> meets(message, each))) {
                throw new Mismatch("unexpected " + what + " " + message);
            }
        }
    }

    private static boolean meets(String message, Question.Expectation expected) {
        if (expected.text().isEmpty()) {
            return true;
        }
        return expected.regex()
                ? java.util.regex.Pattern.compile(expected.text())
                        .matcher(message)
                        .find()
                : message.equals(expected.text());
    }

    private static void checkPoints(Question question, Value.Vector vector) throws Mismatch {
        if (question.scalar.isPresent() || vector.points().size() != question.series.size()) {
            throw new Mismatch("got " + vector.points());
        }
        Map<Labels, Value.Point> got = new HashMap<>();
        vector.points().forEach(point -> got.put(point.labels(), point));
        for (int i = 0; i < question.series.size(); i++) {
            SeriesLine expected = question.series.get(i);
            if (question.ordered && !vector.points().get(i).labels().equals(expected.labels())) {
                throw new Mismatch("order of " + vector.points());
            }
            Value.Point point = got.get(expected.labels());
            if (point == null) {
                throw new Mismatch("no " + expected.labels() + " in " + vector.points());
            }
            if (expected.points().size() != 1) {
                throw new Mismatch("one value expected of an instant query, not " + expected.points());
            }
            check(expected.points().get(0), point.value(), point.histogram());
        }
    }

    private static void checkRows(Question question, Value.Matrix matrix, long start, long end, long step)
            throws Mismatch {
        if (question.scalar.isPresent() && question.series.isEmpty()) {
            throw new Mismatch("scalar expected of a range query");
        }
        if (question.ordered) {
            throw new Mismatch("order expected of a range query");
        }
        requireSorted(matrix);
        Map<Labels, Value.Row> got = new HashMap<>();
        matrix.rows().forEach(row -> got.put(row.labels(), row));
        if (matrix.rows().size() != question.series.size()) {
            throw new Mismatch("got " + got.keySet());
        }
        for (SeriesLine expected : question.series) {
            Value.Row row = got.get(expected.labels());
            if (row == null) {
                throw new Mismatch("no " + expected.labels() + " in " + got.keySet());
            }
            checkRow(expected, row, start, end, step);
        }
    }

    private static void checkRow(SeriesLine expected, Value.Row row, long start, long end, long step) throws Mismatch {
        int next = 0;
        for (int i = 0; i < expected.points().size(); i++) {
            Point point = expected.points().get(i);
            long at = start + i * step;
            if (point != null && at > end) {
                throw new Mismatch("more points expected than there are steps: " + expected);
            }
            boolean there = next < row.values().length && row.timestampsMillis()[next] == at;
            if ((point != null) != there) {
                throw new Mismatch("point " + i + " of " + expected.labels() + " in " + text(row));
            }
            if (there) {
                check(point, row.values()[next], row.histogram(next));
                next++;
            }
        }
        if (next != row.values().length) {
            throw new Mismatch("more points than " + expected + " in " + text(row));
        }
    }

    private static String text(Value.Row row) {
        return Arrays.toString(row.timestampsMillis())
                + Arrays.toString(row.values())
                + Arrays.toString(row.histograms());
    }

    private static void check(@Nullable Point expected, double number, @Nullable FloatHistogram histogram)
            throws Mismatch {
        HistogramNotation.Parsed parsed = expected == null ? null : expected.histogram();
        if (expected == null || (parsed == null) != (histogram == null)) {
            throw new Mismatch("expected " + expected + ", got " + (histogram == null ? number : histogram));
        }
        if (parsed == null || histogram == null) {
            checkNumber(expected.number(), number);
        } else if (!agree(parsed, histogram)) {
            throw new Mismatch("expected " + parsed.histogram()
                    + parsed.histogram().hint() + ", got " + histogram + histogram.hint());
        }
    }

    private static boolean agree(HistogramNotation.Parsed parsed, FloatHistogram got) {
        FloatHistogram expected = parsed.histogram();
        return expected.schema() == got.schema()
                && agree(expected.count(), got.count())
                && agree(expected.sum(), got.sum())
                && expected.hasBoundsOf(got)
                && expected.zeroThreshold() == got.zeroThreshold()
                && agree(expected.zeroCount(), got.zeroCount())
                && agree(expected.positive(), got.positive())
                && agree(expected.negative(), got.negative())
                && (!parsed.hinted() || expected.hint() == got.hint());
    }

    private static boolean agree(BucketRow expected, BucketRow got) {
        TreeSet<Integer> indexes = new TreeSet<>();
        for (int i = 0; i < expected.size(); i++) {
            indexes.add(expected.index(i));
        }
        for (int i = 0; i < got.size(); i++) {
            indexes.add(got.index(i));
        }
        return indexes.stream().allMatch(index -> agree(expected.countAt(index), got.countAt(index)));
    }

    private static void checkNumber(double expected, double got) throws Mismatch {
        if (!agree(expected, got)) {
            throw new Mismatch("expected " + expected + ", got " + got);
        }
    }

    private static boolean agree(double a, double b) {
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    private static void requireSorted(Value.Matrix matrix) throws Mismatch {
        for (int i = 1; i < matrix.rows().size(); i++) {
            if (matrix.rows().get(i - 1).labels().compareTo(matrix.rows().get(i).labels()) >= 0) {
                throw new Mismatch("rows are not sorted");
            }
        }
    }

    /** What a range query found at one step. */
    static Value atTime(Value.Matrix matrix, long at, ValueType type) throws Mismatch {
        List<Value.Point> points = new ArrayList<>();
        for (Value.Row row : matrix.rows()) {
            for (int i = 0; i < row.values().length; i++) {
                if (row.timestampsMillis()[i] == at) {
                    points.add(new Value.Point(row.labels(), row.values()[i], row.histogram(i)));
                }
            }
        }
        requireSorted(matrix);
        return type == ValueType.SCALAR ? new Value.Scalar(at, points.get(0).value()) : new Value.Vector(at, points);
    }
}
