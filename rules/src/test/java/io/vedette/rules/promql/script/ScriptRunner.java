package io.vedette.rules.promql.script;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.promql.Value;
import io.vedette.rules.promql.ValueType;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Runs one script and keeps account of its evaluations. */
public final class ScriptRunner {
    private static final long MINUTE = 60_000;
    /** What differs between an instant query and a range query around it. */
    private static final Pattern QUERY_TIMES = Pattern.compile("(start|end|range|step)\\(\\)");

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
    private final MemorySource source = new MemorySource();
    /** Series with start times, which are not loaded. */
    private final Set<Labels> startedSeries = new LinkedHashSet<>();

    private int passed;
    private final List<String> failures = new ArrayList<>();
    private final TreeMap<String, Integer> skipped = new TreeMap<>();

    /** Number of evaluations that came out as expected. */
    public int passed() {
        return passed;
    }

    /** Evaluations that came out otherwise: line, query, difference. */
    public List<String> failures() {
        return failures;
    }

    /** Number of evaluations that were left out, by reason. */
    public TreeMap<String, Integer> skipped() {
        return skipped;
    }

    /** What was loaded last. */
    public SeriesSource source() {
        return source;
    }

    /** Runs a script. */
    public void run(Path script) throws IOException {
        run(Files.readAllLines(script));
    }

    /** Runs the lines of a script. */
    public void run(List<String> script) {
        List<String> lines = script.stream()
                .map(String::strip)
                .map(line -> line.startsWith("#") ? "" : line)
                .toList();
        int i = 0;
        while (i < lines.size()) {
            int command = i++;
            String text = lines.get(command);
            List<String> block = new ArrayList<>();
            while (!text.isEmpty()
                    && !text.equals("clear")
                    && i < lines.size()
                    && !lines.get(i).isEmpty()
                    && !lines.get(i).matches("(eval|load|clear)\\b.*|eval_\\w+ .*")) {
                block.add(lines.get(i++));
            }
            if (text.equals("clear")) {
                source.clear();
                startedSeries.clear();
            } else if (text.startsWith("load")) {
                load(command + 1, text, block);
            } else if (text.startsWith("eval")) {
                evaluate(command + 1, text, block);
            } else if (!text.isEmpty()) {
                failures.add("line " + (command + 1) + ": unknown command " + text);
            }
        }
    }

    private void load(int firstLine, String command, List<String> block) {
        String[] words = command.split("\\s+", -1);
        if (words.length != 2 || !(words[0].equals("load") || words[0].equals("load_with_nhcb"))) {
            failures.add("line " + firstLine + ": unknown command " + command);
            return;
        }
        long interval;
        try {
            interval = Question.millis(words[1]);
        } catch (IllegalArgumentException e) {
            failures.add("line " + firstLine + ": " + command + ": " + e.getMessage());
            return;
        }
        Map<Labels, SeriesLine> lines = new LinkedHashMap<>();
        boolean allStarted = false;
        for (int i = 0; i < block.size(); i++) {
            String text = block.get(i);
            try {
                int started = text.split("\\s+", 2)[0].endsWith("@st") ? text.indexOf("@st") : -1;
                if (started >= 0) {
                    allStarted |= started == 0;
                    startedSeries.add(
                            SeriesLine.parse(text.substring(0, started) + " 0").labels());
                } else {
                    SeriesLine line = SeriesLine.parse(text);
                    lines.put(line.labels(), line);
                }
            } catch (IllegalArgumentException e) {
                failures.add("line " + (firstLine + 1 + i) + ": " + text + ": " + e.getMessage());
            }
        }
        if (allStarted) {
            startedSeries.addAll(lines.keySet());
        }
        CustomBuckets custom = new CustomBuckets();
        lines.values().forEach(line -> load(interval, line, custom));
        if (words[0].equals("load_with_nhcb")) {
            custom.addTo(source);
        }
        source.findResets();
    }

    private void load(long interval, SeriesLine line, CustomBuckets custom) {
        long time = 0;
        for (Point point : line.points()) {
            if (point != null) {
                source.add(line.labels(), time, point);
                if (point.histogram() == null) {
                    custom.add(line.labels(), time, point.number());
                }
            }
            time += interval;
        }
    }

    private void evaluate(int line, String command, List<String> block) {
        Question question;
        try {
            question = new Question(line, command);
            block.forEach(question::add);
        } catch (IllegalArgumentException e) {
            failures.add("line " + line + ": " + command + ": not understood: " + e.getMessage());
            return;
        }
        try {
            answerAsFarAsLoaded(question);
        } catch (QueryException | Mismatch e) {
            fail(question, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            fail(question, trace.toString());
        }
    }

    /** Start times of series are not loaded; an answer that lacks them is neither right nor wrong. */
    private void answerAsFarAsLoaded(Question question) throws Mismatch, QueryException {
        Expr expression;
        try {
            expression = PromQl.parse(question.query);
        } catch (PromQlException e) {
            if (!question.expects("fail")) {
                throw new Mismatch(String.valueOf(e.getMessage()));
            }
            Answers.checkFailure(question, e);
            passed++;
            return;
        }
        try {
            answer(question, expression);
            passed++;
        } catch (Mismatch | QueryException e) {
            if (!touchesStartedSeries(expression)) {
                throw e;
            }
            skip("start times of series");
        }
    }

    private boolean touchesStartedSeries(Expr expression) {
        return expression.selectors().stream()
                .anyMatch(selector ->
                        startedSeries.stream().anyMatch(labels -> MemorySource.matches(selector.matchers(), labels)));
    }

    private void skip(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }

    private void fail(Question question, @org.jspecify.annotations.Nullable String reason) {
        failures.add("line " + question.line + ": " + question.query + ": " + reason);
    }

    private void answer(Question question, Expr expression) throws Mismatch, QueryException {
        if (question.range) {
            Answers.checkRange(
                    question,
                    () -> engine.range(
                            source,
                            expression,
                            question.startMillis,
                            question.endMillis,
                            question.stepMillis,
                            () -> false));
            return;
        }
        long at = question.startMillis;
        instant(question, expression, at);
        Optional<Expr> fixed = AtModifiers.fix(expression, at);
        if (fixed.isPresent()) {
            for (long other : at == 0 ? new long[] {-1000, 0, 1000} : new long[] {-10 * at, 0, at / 5, at, 10 * at}) {
                instant(question, fixed.get(), other);
            }
        }
    }

    private void instant(Question question, Expr expression, long at) throws Mismatch, QueryException {
        Answers.checkInstant(question, () -> engine.instant(source, expression, at, () -> false));
        boolean ofQuery = QUERY_TIMES.matcher(expression.toString()).find();
        boolean rangeable =
                !ofQuery && (expression.type() == ValueType.SCALAR || expression.type() == ValueType.VECTOR);
        if (question.expects("fail") || question.ordered || !rangeable) {
            return;
        }
        QueryResult ranged = engine.range(source, expression, at - MINUTE, at + MINUTE, MINUTE, () -> false);
        Value middle = Answers.atTime((Value.Matrix) ranged.value(), at, expression.type());
        Answers.checkInstant(question, () -> new QueryResult(middle, ranged.warnings(), ranged.infos()));
    }
}
