package io.vedette.rules.promql.eval;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.QueryException.Kind;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.StaleMarker;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of an instant vector at all steps: a row for each series, a column for each step. A cell without a value
 * holds the stale marker, which no sample of a result can be. The cell of a native histogram holds
 * {@link SampleBuffer#HISTOGRAM}, and the histogram stands in an array of its own; frames of numbers have none.
 *
 * <p>Whoever is given a frame owns it and may change it. Not safe for use by several threads.
 */
public final class Frame {
    /** A cell without a value; compare with {@link #isAbsent}. */
    public static final double ABSENT = StaleMarker.VALUE;

    private final int steps;
    private final Budget budget;
    private Labels[] labels;
    private boolean[] dropName;
    private double[] cells;
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int rows;

    /**
     * A frame without rows.
     *
     * @param expectedRows room for so many rows is made at once
     * @param budget pays for the cells
     */
    public Frame(int expectedRows, int steps, Budget budget) throws QueryException {
        int room = Math.max(expectedRows, 1);
        budget.take((long) room * steps);
        this.steps = steps;
        this.budget = budget;
        this.labels = new Labels[room];
        this.dropName = new boolean[room];
        this.cells = new double[room * steps];
    }

    /** Whether a cell has no value. */
    public static boolean isAbsent(double cell) {
        return Double.doubleToRawLongBits(cell) == StaleMarker.BITS;
    }

    /** Number of columns. */
    public int steps() {
        return steps;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** All cells, row after row; changes with the next {@link #addRow}. */
    public double[] cells() {
        return cells;
    }

    /** Where a row begins in {@link #cells}. */
    public int offset(int row) {
        return row * steps;
    }

    /** The cell of a row at a step. */
    public double cell(int row, int step) {
        return cells[row * steps + step];
    }

    /** Whether any cell may be a histogram. */
    public boolean hasHistograms() {
        return histograms != null;
    }

    /** The histogram that a cell is; null if it is a number or has no value. */
    public @Nullable FloatHistogram histogram(int row, int step) {
        int index = row * steps + step;
        return histograms != null && SampleBuffer.isHistogram(cells[index]) ? histograms[index] : null;
    }

    /** Makes a cell a histogram. */
    public void setHistogram(int row, int step, FloatHistogram histogram) {
        @Nullable FloatHistogram[] all = histograms == null ? new FloatHistogram[cells.length] : histograms;
        int index = row * steps + step;
        all[index] = histogram;
        cells[index] = SampleBuffer.HISTOGRAM;
        histograms = all;
    }

    /** Makes a cell what the cell of another frame is. */
    void copyCell(Frame other, int otherRow, int row, int step) {
        FloatHistogram histogram = other.histogram(otherRow, step);
        if (histogram == null) {
            cells[row * steps + step] = other.cell(otherRow, step);
        } else {
            setHistogram(row, step, histogram);
        }
    }

    /** Takes the values away that are histograms, for functions of numbers. */
    public void dropHistograms() {
        if (histograms == null) {
            return;
        }
        for (int index = 0; index < rows * steps; index++) {
            if (SampleBuffer.isHistogram(cells[index])) {
                cells[index] = ABSENT;
            }
        }
        histograms = null;
    }

    /** A row's labels, with the metric's name even where that is to be dropped at the end of the query. */
    public Labels labels(int row) {
        return labels[row];
    }

    /** Whether the metric's name is to be dropped at the end of the query. */
    public boolean dropsName(int row) {
        return dropName[row];
    }

    /** Gives a row other labels. */
    public void relabel(int row, Labels newLabels, boolean dropsName) {
        labels[row] = newLabels;
        dropName[row] = dropsName;
    }

    /** Has the metrics' names dropped at the end of the query. */
    public void dropNames() {
        Arrays.fill(dropName, 0, rows, true);
    }

    /** Adds a row without values; its index. */
    public int addRow(Labels rowLabels, boolean dropsName) throws QueryException {
        if (rows == labels.length) {
            int room = (int) Math.min(2L * rows, (Integer.MAX_VALUE - 8) / steps);
            budget.take((long) (room - rows) * steps);
            labels = Arrays.copyOf(labels, room);
            dropName = Arrays.copyOf(dropName, room);
            cells = Arrays.copyOf(cells, room * steps);
            histograms = histograms == null ? null : Arrays.copyOf(histograms, room * steps);
        }
        labels[rows] = rowLabels;
        dropName[rows] = dropsName;
        Arrays.fill(cells, rows * steps, (rows + 1) * steps, ABSENT);
        return rows++;
    }

    /** Takes the row added last away. */
    public void removeLastRow() {
        rows--;
    }

    /** Copies a row of another frame with as many steps; the index of the copy. */
    public int addCopy(Frame other, int row) throws QueryException {
        int copy = addRow(other.labels[row], other.dropName[row]);
        System.arraycopy(other.cells, row * steps, cells, copy * steps, steps);
        for (int step = 0; other.histograms != null && step < steps; step++) {
            copyCell(other, row, copy, step);
        }
        return copy;
    }

    /** Gives the cells' room back; to be called by the owner when the frame is of no use any more. */
    public void release() {
        budget.give((long) labels.length * steps);
    }

    /** Drops what is to be dropped from the labels and makes rows with equal labels one. */
    Frame withNamesDropped() throws QueryException {
        boolean any = false;
        for (int row = 0; row < rows; row++) {
            if (dropName[row]) {
                labels[row] = labels[row].filter(name -> !isMetadata(name));
                dropName[row] = false;
                any = true;
            }
        }
        return any ? mergeEqualRows() : this;
    }

    /** Whether a label goes when the metric's name goes. */
    static boolean isMetadata(String name) {
        return name.startsWith("__")
                && (name.equals(Labels.NAME) || name.equals("__type__") || name.equals("__unit__"));
    }

    /**
     * Makes rows with equal labels one.
     *
     * @throws QueryException if two of them have a value at one step
     */
    public Frame mergeEqualRows() throws QueryException {
        Map<Labels, Integer> firsts = new HashMap<>(2 * rows);
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            Integer first = firsts.putIfAbsent(labels[row], kept);
            if (first != null) {
                mergeInto(first, row);
            } else {
                moveTo(kept++, row);
            }
        }
        rows = kept;
        return this;
    }

    private void mergeInto(int target, int row) throws QueryException {
        for (int step = 0; step < steps; step++) {
            setFrom(this, row, target, step);
        }
    }

    /**
     * Sets a cell that has no value yet.
     *
     * @throws QueryException if it has one
     */
    void set(int row, int step, double value) throws QueryException {
        int index = row * steps + step;
        if (!isAbsent(cells[index])) {
            throw duplicate();
        }
        cells[index] = value;
    }

    /**
     * Sets a cell that has no value yet to that of a frame's cell, if that has one.
     *
     * @throws QueryException if both have one
     */
    public void setFrom(Frame other, int otherRow, int row, int step) throws QueryException {
        if (!isAbsent(other.cell(otherRow, step))) {
            set(row, step, other.cell(otherRow, step));
            copyCell(other, otherRow, row, step);
        }
    }

    /** Two series of a result would have the same labels. */
    static QueryException duplicate() {
        return new QueryException(Kind.EXECUTION, "vector cannot contain metrics with the same labelset");
    }

    private void moveTo(int target, int row) {
        if (target != row) {
            labels[target] = labels[row];
            dropName[target] = dropName[row];
            System.arraycopy(cells, row * steps, cells, target * steps, steps);
            if (histograms != null) {
                System.arraycopy(histograms, row * steps, histograms, target * steps, steps);
            }
        }
    }

    /** Takes away rows that have no value at any step. */
    Frame withoutEmptyRows() {
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if (!isEmpty(row)) {
                moveTo(kept++, row);
            }
        }
        rows = kept;
        return this;
    }

    /** Whether a row has no value at any step. */
    public boolean isEmpty(int row) {
        for (int index = row * steps; index < (row + 1) * steps; index++) {
            if (!isAbsent(cells[index])) {
                return false;
            }
        }
        return true;
    }

    /** Orders rows that have a value at a step by that value; NaN comes last either way, equals stay as they are. */
    public Comparator<Integer> byValue(int step, boolean descending) {
        return (a, b) -> {
            double left = cell(a, step);
            double right = cell(b, step);
            if (Double.isNaN(left) || Double.isNaN(right)) {
                return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
            }
            return left == right ? 0 : left < right == descending ? 1 : -1;
        };
    }

    /** Puts the rows in another order: the n-th row will be the one that {@code order[n]} is now. */
    public void reorder(Integer[] order) {
        Labels[] newLabels = new Labels[labels.length];
        boolean[] newDropName = new boolean[labels.length];
        double[] newCells = new double[cells.length];
        @Nullable
        FloatHistogram @Nullable [] newHistograms = histograms == null ? null : new FloatHistogram[cells.length];
        for (int row = 0; row < rows; row++) {
            newLabels[row] = labels[order[row]];
            newDropName[row] = dropName[order[row]];
            System.arraycopy(cells, order[row] * steps, newCells, row * steps, steps);
            if (histograms != null && newHistograms != null) {
                System.arraycopy(histograms, order[row] * steps, newHistograms, row * steps, steps);
            }
        }
        labels = newLabels;
        dropName = newDropName;
        cells = newCells;
        histograms = newHistograms;
    }

    /** A frame with these rows' only column in each of so many columns. */
    Frame repeated(int times) throws QueryException {
        Frame wide = new Frame(rows, times, budget);
        for (int row = 0; row < rows; row++) {
            int added = wide.addRow(labels[row], dropName[row]);
            Arrays.fill(wide.cells, wide.offset(added), wide.offset(added) + times, cells[row]);
            FloatHistogram histogram = histogram(row, 0);
            for (int step = 0; histogram != null && step < times; step++) {
                wide.setHistogram(added, step, histogram);
            }
        }
        release();
        return wide;
    }
}
