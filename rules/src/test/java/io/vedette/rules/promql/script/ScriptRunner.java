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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** Runs one script and keeps account of its evaluations. */
public final class ScriptRunner {
    private static final long MINUTE = 60_000;

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
    private final MemorySource source = new MemorySource();
    private final Set<Labels> nativeSeries = new LinkedHashSet<>();
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

    /** Runs a script. */
    public void run(Path script) throws IOException {
        List<String> lines = Files.readAllLines(script).stream()
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
                nativeSeries.clear();
            } else if (text.startsWith("load")) {
                load(command + 1, text, block);
            } else if (text.startsWith("eval")) {
                evaluate(command + 1, text, block);
            } else if (!text.isEmpty()) {
                throw new IOException(script + ":" + (command + 1) + ": unknown command " + text);
            }
        }
    }

    private void load(int firstLine, String command, List<String> block) {
        String[] words = command.split("\\s+");
        long interval = Question.millis(words[1]);
        for (int i = 0; i < block.size(); i++) {
            try {
                load(words[0].equals("load_with_nhcb"), interval, SeriesLine.parse(block.get(i)));
            } catch (IllegalArgumentException e) {
                failures.add("line " + (firstLine + 1 + i) + ": " + block.get(i) + ": " + e.getMessage());
            }
        }
    }

    private void load(boolean withNative, long interval, SeriesLine line) {
        if (line.isNative()) {
            nativeSeries.add(line.labels());
        }
        String name = line.labels().metric();
        if (withNative && name.endsWith("_bucket") && line.labels().has("le")) {
            nativeSeries.add(line.labels()
                    .with("le", "")
                    .with(Labels.NAME, name.substring(0, name.length() - "_bucket".length())));
        }
        long time = 0;
        for (OptionalDouble point : line.points()) {
            long at = time;
            point.ifPresent(value -> source.add(line.labels(), at, value));
            time += interval;
        }
    }

    private void evaluate(int line, String command, List<String> block) {
        if (block.stream().anyMatch(text -> text.contains("{{"))) {
            skip("native histograms");
            return;
        }
        Question question;
        try {
            question = new Question(line, command);
            block.forEach(question::add);
        } catch (IllegalArgumentException e) {
            failures.add("line " + line + ": " + command + ": not understood: " + e.getMessage());
            return;
        }
        try {
            Expr expression = PromQl.parse(question.query);
            answerUnlessNative(question, expression);
        } catch (PromQlException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("not supported") || message.contains("not enabled")) {
                skip("experimental");
            } else if (question.expects("fail")) {
                passed++;
            } else {
                fail(question, message);
            }
        } catch (QueryException | Mismatch e) {
            fail(question, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            java.io.StringWriter trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            fail(question, trace.toString());
        }
    }

    /** Series of native histograms are not loaded; an answer that lacks them is neither right nor wrong. */
    private void answerUnlessNative(Question question, Expr expression) throws Mismatch, QueryException {
        try {
            answer(question, expression);
            passed++;
        } catch (Mismatch | QueryException e) {
            if (!touchesNativeSeries(expression)) {
                throw e;
            }
            skip("native histograms");
        }
    }

    private boolean touchesNativeSeries(Expr expression) {
        return expression.selectors().stream()
                .anyMatch(selector ->
                        nativeSeries.stream().anyMatch(labels -> MemorySource.matches(selector.matchers(), labels)));
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
        boolean rangeable = expression.type() == ValueType.SCALAR || expression.type() == ValueType.VECTOR;
        if (question.expects("fail") || question.ordered || !rangeable) {
            return;
        }
        QueryResult ranged = engine.range(source, expression, at - MINUTE, at + MINUTE, MINUTE, () -> false);
        Answers.checkInstant(question, () -> {
            Value middle = Answers.atTime((Value.Matrix) ranged.value(), at, expression.type());
            return new QueryResult(middle, ranged.warnings(), ranged.infos());
        });
    }
}
