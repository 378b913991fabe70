package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.BinaryOperator;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.promql.VectorMatching;
import io.vedette.rules.promql.VectorMatching.Cardinality;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Arithmetic and comparison between two vectors. */
final class VectorOperations {
    private static final int NONE = -1;

    private final Expr.Binary binary;
    private final VectorMatching matching;
    private final Set<String> matchingLabels;
    private final boolean comparison;
    private final boolean oneToOne;
    /** The side that may have several rows in a group; the left one if neither may. */
    private final Frame many;

    private final Frame one;
    private final Frame result;
    private final Budget budget;
    private final Map<Labels, Integer> resultRows = new HashMap<>();
    /** For each row of the result, the last group and step that had a value for it. */
    private long[] lastWritten = new long[16];

    private VectorOperations(Expr.Binary binary, Frame left, Frame right, Budget budget) throws QueryException {
        this.binary = binary;
        this.matching = binary.matching();
        this.matchingLabels = new HashSet<>(matching.labels());
        this.comparison = binary.operator().kind() == BinaryOperator.Kind.COMPARISON;
        this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.many = swapped ? right : left;
        this.one = swapped ? left : right;
        this.result = new Frame(many.rows(), left.steps(), budget);
        this.budget = budget;
    }

    static Frame evaluate(Expr.Binary binary, Frame left, Frame right, Budget budget) throws QueryException {
        if (left.rows() == 0 || right.rows() == 0) {
            return new Frame(0, left.steps(), budget);
        }
        VectorOperations operation = new VectorOperations(binary, left, right, budget);
        MatchGroups groups = new MatchGroups(operation.matching, operation.many, operation.one);
        int[][] manyRows = groups.leftRows();
        int[][] oneRows = groups.rightRows();
        for (int group = 0; group < groups.count(); group++) {
            if (oneRows[group].length > 0) {
                operation.evaluate(group, manyRows[group], oneRows[group]);
            }
        }
        return operation.result.withoutEmptyRows();
    }

    private void evaluate(int group, int[] manyRows, int[] oneRows) throws QueryException {
        // For each row of the many, its last partner and where their values went; partners seldom change.
        int[] partners = new int[manyRows.length];
        int[] targets = new int[manyRows.length];
        Arrays.fill(partners, NONE);
        int steps = many.steps();
        budget.work((long) steps * (manyRows.length + oneRows.length));
        for (int step = 0; step < steps; step++) {
            int single = singlePresent(oneRows, step);
            if (single == NONE) {
                continue;
            }
            double oneValue = one.cell(oneRows[single], step);
            int matched = 0;
            for (int i = 0; i < manyRows.length; i++) {
                double manyValue = many.cell(manyRows[i], step);
                if (Frame.isAbsent(manyValue)) {
                    continue;
                }
                if (oneToOne && ++matched > 1) {
                    throw failure(
                            "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
                }
                if (partners[i] != single) {
                    partners[i] = single;
                    targets[i] = targetRow(manyRows[i], oneRows[single]);
                }
                write(targets[i], (long) group * steps + step + 1, step, manyValue, oneValue);
            }
        }
    }

    private void write(int target, long groupAndStep, int step, double manyValue, double oneValue)
            throws QueryException {
        if (lastWritten[target] == groupAndStep) {
            throw failure("multiple matches for labels: grouping labels must ensure unique matches");
        }
        lastWritten[target] = groupAndStep;
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        double left = swapped ? oneValue : manyValue;
        double right = swapped ? manyValue : oneValue;
        double value = comparison
                ? ScalarOperations.compare(binary, left, right, left)
                : binary.operator().compute(left, right);
        if (!Frame.isAbsent(value)) {
            result.set(target, step, value);
        }
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
        String side = matching.cardinality() == Cardinality.ONE_TO_MANY ? "left" : "right";
        Labels key = one.labels(first)
                .filter(name -> matching.on()
                        ? matchingLabels.contains(name)
                        : !name.equals(Labels.NAME) && !matchingLabels.contains(name));
        return failure("found duplicate series for the match group " + key + " on the " + side
                + " hand-side of the operation: [" + one.labels(second) + ", " + one.labels(first)
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private int targetRow(int manyRow, int oneRow) throws QueryException {
        Labels labels = resultLabels(many.labels(manyRow), one.labels(oneRow));
        Integer known = resultRows.get(labels);
        if (known != null) {
            return known;
        }
        boolean dropsName = comparison && (binary.bool() || many.dropsName(manyRow));
        int row = result.addRow(labels, dropsName);
        resultRows.put(labels, row);
        if (row == lastWritten.length) {
            lastWritten = Arrays.copyOf(lastWritten, 2 * row);
        }
        return row;
    }

    private Labels resultLabels(Labels manyLabels, Labels oneLabels) {
        Labels kept = comparison ? manyLabels : manyLabels.filter(name -> !Frame.isMetadata(name));
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
