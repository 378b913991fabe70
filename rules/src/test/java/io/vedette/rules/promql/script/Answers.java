package io.vedette.rules.promql.script;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.promql.Value;
import io.vedette.rules.promql.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
            checkMessages(question, "fail", List.of(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
        throw new Mismatch("expected a failure, got " + result.value());
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
                .map(note -> note.replaceAll(" \\(\\d+:\\d+\\)$", ""))
                .toList();
    }

    private static void checkMessages(Question question, String what, List<String> messages) throws Mismatch {
        for (Question.Expectation expected : question.expectations) {
            if (!expected.what().equals(what)) {
                continue;
            }
            boolean met = expected.text().isEmpty()
                    ? !messages.isEmpty()
                    : messages.stream()
                            .anyMatch(message -> expected.regex()
                                    ? java.util.regex.Pattern.compile(expected.text())
                                            .matcher(message)
                                            .find()
                                    : message.equals(expected.text()));
            if (!met) {
                throw new Mismatch("expected " + what + " " + expected.text() + ", got " + messages);
            }
        }
    }

    private static void checkPoints(Question question, Value.Vector vector) throws Mismatch {
        if (question.scalar.isPresent() || vector.points().size() != question.series.size()) {
            throw new Mismatch("got " + vector.points());
        }
        Map<Labels, Double> got = new HashMap<>();
        vector.points().forEach(point -> got.put(point.labels(), point.value()));
        for (int i = 0; i < question.series.size(); i++) {
            SeriesLine expected = question.series.get(i);
            if (question.ordered && !vector.points().get(i).labels().equals(expected.labels())) {
                throw new Mismatch("order of " + vector.points());
            }
            @Nullable Double value = got.get(expected.labels());
            if (value == null) {
                throw new Mismatch("no " + expected.labels() + " in " + vector.points());
            }
            checkNumber(expected.points().get(0).orElseThrow(), value);
        }
    }

    private static void checkRows(Question question, Value.Matrix matrix, long start, long end, long step)
            throws Mismatch {
        if (question.scalar.isPresent() && question.series.isEmpty()) {
            throw new Mismatch("scalar expected of a range query");
        }
        Map<Labels, Map<Long, Double>> got = new HashMap<>();
        for (Value.Row row : matrix.rows()) {
            Map<Long, Double> values = new HashMap<>();
            for (int i = 0; i < row.values().length; i++) {
                values.put(row.timestampsMillis()[i], row.values()[i]);
            }
            got.put(row.labels(), values);
        }
        if (matrix.rows().size() != question.series.size()) {
            throw new Mismatch("got " + got);
        }
        for (SeriesLine expected : question.series) {
            Map<Long, Double> values = got.get(expected.labels());
            if (values == null) {
                throw new Mismatch("no " + expected.labels() + " in " + got);
            }
            checkRow(expected, values, start, end, step);
        }
    }

    private static void checkRow(SeriesLine expected, Map<Long, Double> values, long start, long end, long step)
            throws Mismatch {
        int seen = 0;
        for (int i = 0; i < expected.points().size() && start + i * step <= end; i++) {
            OptionalDouble point = expected.points().get(i);
            @Nullable Double value = values.get(start + i * step);
            if (point.isPresent() != (value != null)) {
                throw new Mismatch("point " + i + " of " + expected.labels() + " in " + values);
            }
            if (value != null) {
                seen++;
                checkNumber(point.getAsDouble(), value);
            }
        }
        if (seen != values.size()) {
            throw new Mismatch("more points than " + expected + " in " + values);
        }
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

    /** What a range query found at one step. */
    static Value atTime(Value.Matrix matrix, long at, ValueType type) {
        List<Value.Point> points = new ArrayList<>();
        for (Value.Row row : matrix.rows()) {
            for (int i = 0; i < row.values().length; i++) {
                if (row.timestampsMillis()[i] == at) {
                    points.add(new Value.Point(row.labels(), row.values()[i]));
                }
            }
        }
        for (int i = 1; i < matrix.rows().size(); i++) {
            if (matrix.rows().get(i - 1).labels().compareTo(matrix.rows().get(i).labels()) >= 0) {
                throw new IllegalStateException("rows are not sorted");
            }
        }
        return type == ValueType.SCALAR ? new Value.Scalar(at, points.get(0).value()) : new Value.Vector(at, points);
    }
}
