package io.vedette.rules.promql.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.vedette.rules.labels.AnchoredPattern;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.LabelNames;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.eval.Budget;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions that change labels and leave values as they are. */
final class LabelFunctions {
    private LabelFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("label_join", LabelFunctions::join);
        all.put("label_replace", LabelFunctions::replace);
    }

    private static Frame replace(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        String target = text(call, 1);
        ReplacementTemplate replacement = new ReplacementTemplate(text(call, 2));
        String source = text(call, 3);
        Pattern pattern = compile(text(call, 4));
        requireTarget("label_replace()", target);
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        Map<String, Optional<String>> replacements = new HashMap<>();
        for (int row = 0; row < frame.rows(); row++) {
            // Many rows have one value of a label; matching it is what takes time here.
            Optional<String> value = replacements.computeIfAbsent(
                    frame.labels(row).get(source), text -> replaced(text, pattern, replacement));
            if (value.isPresent()) {
                relabel(frame, row, target, value.get(), evaluator.budget());
            }
        }
        return frame.mergeEqualRows();
    }

    private static Optional<String> replaced(String text, Pattern pattern, ReplacementTemplate replacement) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(replacement.expand(matcher)) : Optional.empty();
    }

    private static Pattern compile(String expression) throws QueryException {
        try {
            return AnchoredPattern.compile(expression);
        } catch (IllegalArgumentException e) {
            throw new QueryException(Kind.EXECUTION, "invalid regular expression in label_replace(): " + expression);
        }
    }

    private static Frame join(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        String target = text(call, 1);
        String separator = text(call, 2);
        List<String> sources = new ArrayList<>();
        for (int i = 3; i < call.arguments().size(); i++) {
            if (!LabelNames.isValid(text(call, i))) {
                throw new QueryException(Kind.EXECUTION, "invalid source label name in label_join(): " + text(call, i));
            }
            sources.add(text(call, i));
        }
        requireTarget("label_join()", target);
        Frame frame = evaluator.vector(call.arguments().get(0), steps);
        for (int row = 0; row < frame.rows(); row++) {
            Labels labels = frame.labels(row);
            relabel(
                    frame,
                    row,
                    target,
                    String.join(separator, sources.stream().map(labels::get).toList()),
                    evaluator.budget());
        }
        return frame.mergeEqualRows();
    }

    /** A name that is set on purpose is not dropped at the end. */
    private static void relabel(Frame frame, int row, String target, String value, Budget budget)
            throws QueryException {
        budget.takeText(value.length());
        boolean dropsName = frame.dropsName(row) && !target.equals(Labels.NAME);
        frame.relabel(row, frame.labels(row).with(target, value), dropsName);
    }

    private static void requireTarget(String function, String name) throws QueryException {
        if (!LabelNames.isValidTarget(name)) {
            throw new QueryException(Kind.EXECUTION, "invalid destination label name in " + function + ": " + name);
        }
    }

    private static String text(Expr.Call call, int argument) {
        return Evaluator.text(call.arguments().get(argument));
    }
}
