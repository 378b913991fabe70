package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.VectorMatching;
import io.vedette.rules.promql.VectorMatching.Cardinality;
import io.vedette.rules.promql.eval.HistogramOperations.Operand;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Arithmetic and comparison between two vectors. */
final class VectorOperations {
    private static final int NONE = -1;
    private static final int UNKNOWN = -2;

    private final Expr.Binary binary;
    private final VectorMatching matching;
    private final Set<String> matchingLabels;
    private final boolean comparison;
    private final boolean keepsName;
    private final boolean swapped;
    private final boolean mixed;
    private final HistogramOperations histograms;
    /** What stands for a missing element of either side; null if nothing does. */
    private final @Nullable Double fillMany;

    private final @Nullable Double fillOne;
    private final boolean oneToOne;
    /** The side that may have several rows in a group; the left one if neither may. */
    private final Frame many;

    private final Frame one;
    private final Frame result;
    private final Budget budget;
    private final Map<Labels, Integer> resultRows = new HashMap<>();
    /** For each row of the result, the last group and step that had a value for it. */
    private long[] lastWritten = new long[16];

    private VectorOperations(Expr.Binary binary, Frame left, Frame right, Budget budget, Notes notes)
            throws QueryException {
        this.binary = binary;
        this.matching = binary.matching();
        this.matchingLabels = new HashSet<>(matching.labels());
        this.comparison = binary.operator().kind() == BinaryOperator.Kind.COMPARISON;
        this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.keepsName = comparison || binary.operator().kind() == BinaryOperator.Kind.TRIM;
        this.mixed = left.hasHistograms() || right.hasHistograms() || (!comparison && keepsName);
        this.histograms = new HistogramOperations(binary, notes);
        this.fillMany = swapped ? matching.fillRight() : matching.fillLeft();
        this.fillOne = swapped ? matching.fillLeft() : matching.fillRight();
        this.many = swapped ? right : left;
        this.one = swapped ? left : right;
        this.result = new Frame(many.rows(), left.steps(), budget);
        this.budget = budget;
    }

    static Frame evaluate(Expr.Binary binary, Frame left, Frame right, Budget budget, Notes notes)
            throws QueryException {
        boolean fills = binary.matching().fills();
        if ((left.rows() == 0 && right.rows() == 0) || (!fills && (left.rows() == 0 || right.rows() == 0))) {
            return new Frame(0, left.steps(), budget);
        }
        VectorOperations operation = new VectorOperations(binary, left, right, budget, notes);
        MatchGroups groups = new MatchGroups(operation.matching, operation.many, operation.one);
        int[][] manyRows = groups.leftRows();
        int[][] oneRows = groups.rightRows();
        for (int group = 0; group < groups.count(); group++) {
            if (fills || oneRows[group].length > 0) {
                operation.evaluate(group, manyRows[group], oneRows[group]);
            }
        }
        return operation.result.withoutEmptyRows();
    }

    private void evaluate(int group, int[] manyRows, int[] oneRows) throws QueryException {
        // For each row of the many, its last partner and where their values went; partners seldom change.
        int[] partners = new int[manyRows.length];
        int[] targets = new int[manyRows.length];
        Arrays.fill(partners, UNKNOWN);
        int steps = many.steps();
        budget.work((long) steps * (manyRows.length + oneRows.length));
        for (int step = 0; step < steps; step++) {
            int single = singlePresent(oneRows, step);
            if (single == NONE && fillOne == null) {
                continue;
            }
            int matched = 0;
            for (int i = 0; i < manyRows.length; i++) {
                if (Frame.isAbsent(many.cell(manyRows[i], step))) {
                    continue;
                }
                if (oneToOne && matched > 0) {
                    throw failure(
                            "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
                }
                if (partners[i] != single) {
                    partners[i] = single;
                    Labels manyLabels = many.labels(manyRows[i]);
                    targets[i] = targetRow(
                            manyLabels,
                            single == NONE ? key(manyLabels) : one.labels(oneRows[single]),
                            many.dropsName(manyRows[i]));
                }
                write(
                        targets[i],
                        (long) group * steps + step + 1,
                        step,
                        manyRows[i],
                        single == NONE ? NONE : oneRows[single]);
                matched++;
            }
            if (matched == 0 && single != NONE && fillMany != null) {
                Labels oneLabels = one.labels(oneRows[single]);
                int target = targetRow(key(oneLabels), oneLabels, false);
                write(target, (long) group * steps + step + 1, step, NONE, oneRows[single]);
            }
        }
    }

    /** Writes what the operator makes of a pair; a row that is {@link #NONE} is filled in. */
    private void write(int target, long groupAndStep, int step, int manyRow, int oneRow) throws QueryException {
        if (lastWritten[target] == groupAndStep) {
            throw failure("multiple matches for labels: grouping labels must ensure unique matches");
        }
        lastWritten[target] = groupAndStep;
        if (mixed) {
            writeMixed(target, step, operand(many, manyRow, step, fillMany), operand(one, oneRow, step, fillOne));
            return;
        }
        double manyValue = manyRow == NONE && fillMany != null ? fillMany : many.cell(manyRow, step);
        double oneValue = oneRow == NONE && fillOne != null ? fillOne : one.cell(oneRow, step);
        double left = swapped ? oneValue : manyValue;
        double right = swapped ? manyValue : oneValue;
        double value = comparison
                ? ScalarOperations.compare(binary, left, right, left)
                : binary.operator().compute(left, right);
        if (!Frame.isAbsent(value)) {
            result.set(target, step, value);
        }
    }

    private static Operand operand(Frame frame, int row, int step, @Nullable Double fill) {
        return row == NONE && fill != null ? new Operand(fill, null) : Operand.of(frame, row, step);
    }

    private void writeMixed(int target, int step, Operand manyValue, Operand oneValue) throws QueryException {
        Operand left = swapped ? oneValue : manyValue;
        Operand right = swapped ? manyValue : oneValue;
        boolean numbers = left.histogram() == null && right.histogram() == null;
        if (numbers && !histograms.isTrim()) {
            double value = comparison
                    ? ScalarOperations.compare(binary, left.number(), right.number(), left.number())
                    : binary.operator().compute(left.number(), right.number());
            if (!Frame.isAbsent(value)) {
                result.set(target, step, value);
            }
            return;
        }
        Optional<Operand> value = histograms.apply(left, right);
        if (value.isPresent()) {
            result.set(target, step, value.get().number());
            FloatHistogram histogram = value.get().histogram();
            if (histogram != null) {
                result.setHistogram(target, step, histogram);
            }
        }
    }

    /** The labels that decide about the match. */
    private Labels key(Labels labels) {
        return labels.filter(name -> matching.on()
                ? matchingLabels.contains(name)
                : !name.equals(Labels.NAME) && !matchingLabels.contains(name));
    }

    /** Index of the only row with a value at a step, or {@link #NONE}. */
    private int singlePresent(int[] rows, int step) throws QueryException {
        int found = NONE;
        for (int i = 0; i < rows.length; i++) {
            if (!Frame.isAbsent(one.cell(rows[i], step))) {
                if (found != NONE) {
                    throw duplicates(rows[found], rows[i]);
                }
                found = i;
            }
        }
        return found;
    }

    private QueryException duplicates(int first, int second) {
        Labels key = key(one.labels(first));
        return failure("found duplicate series for the match group " + key.inBraces() + " on the "
                + (swapped ? "left" : "right") + " hand-side of the operation: ["
                + one.labels(second).inBraces() + ", " + one.labels(first).inBraces()
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private int targetRow(Labels manyLabels, Labels oneLabels, boolean manyDropsName) throws QueryException {
        Labels labels = resultLabels(manyLabels, oneLabels);
        Integer known = resultRows.get(labels);
        if (known != null) {
            return known;
        }
        boolean dropsName = keepsName && (binary.bool() || manyDropsName);
        int row = result.addRow(labels, dropsName);
        resultRows.put(labels, row);
        if (row == lastWritten.length) {
            lastWritten = Arrays.copyOf(lastWritten, 2 * row);
        }
        return row;
    }

    private Labels resultLabels(Labels manyLabels, Labels oneLabels) {
        Labels kept = keepsName ? manyLabels : manyLabels.filter(name -> !Frame.isMetadata(name));
        if (oneToOne) {
            return matching.on()
                    ? kept.filter(matchingLabels::contains)
                    : kept.filter(name -> !matchingLabels.contains(name));
        }
        if (matching.include().isEmpty()) {
            return kept;
        }
        TreeMap<String, String> labels = kept.toMap();
        for (String name : matching.include()) {
            String value = oneLabels.get(name);
            if (value.isEmpty()) {
                labels.remove(name);
            } else {
                labels.put(name, value);
            }
        }
        return Labels.of(labels);
    }

    private static QueryException failure(String message) {
        return new QueryException(Kind.EXECUTION, message);
    }
}
