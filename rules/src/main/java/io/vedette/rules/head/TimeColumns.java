package io.vedette.rules.head;

import org.jspecify.annotations.Nullable;

/**
 * Finds for a series the column its next time stands in, so that series whose samples come at the same times share one.
 * Nothing is known of who sends them: samples of one cycle follow each other, so the columns that got a time lately are
 * remembered by it.
 *
 * <p>Not thread-safe.
 */
final class TimeColumns {
    private static final int SLOTS = 1024;

    /** By a hash of their last times. */
    private final @Nullable TimeColumn[] recent = new @Nullable TimeColumn[SLOTS];

    /** By a hash of their first times: a sender that catches up sends some samples of each series at a time. */
    private final @Nullable TimeColumn[] begun = new @Nullable TimeColumn[SLOTS];

    /** The newest fork, and what it was made of: the next series of the same node will want the same. */
    private @Nullable TimeColumn lastFork;

    private @Nullable TimeColumn forkedOf;
    private int forkedFrom;
    private long bytes;

    /** Memory of all columns, estimated. */
    long sizeBytes() {
        return bytes;
    }

    /** Whether the time at an index of a column is this one, or could be made so by adding it. */
    boolean extend(TimeColumn column, int index, long millis) {
        if (index < column.size()) {
            return column.millis(index) == millis;
        }
        if (!column.hasRoomFor(millis)) {
            return false;
        }
        bytes -= column.sizeBytes();
        column.add(millis);
        bytes += column.sizeBytes();
        if (!column.isAlone()) {
            remember(column);
        }
        return true;
    }

    private void remember(TimeColumn column) {
        int slot = slot(column.lastMillis());
        TimeColumn there = recent[slot];
        if (there == null || there.lastMillis() != column.lastMillis()) {
            recent[slot] = column;
        }
    }

    private static int slot(long millis) {
        long mixed = millis * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 64 - Integer.numberOfTrailingZeros(SLOTS));
    }

    /**
     * A column whose last time, or else whose first, is this one, for a series to begin with; the series has joined it.
     *
     * @param alone whether the series' times are not those of others: if it added one to a column of theirs, they would
     *     all have to leave it
     */
    TimeColumn begin(long millis, boolean alone) {
        TimeColumn column = alone ? null : recent[slot(millis)];
        if (!alone && (column == null || column.lastMillis() != millis || !column.hasRoomFor(millis + 1))) {
            column = begun[slot(millis)];
            if (column != null && (column.firstMillis() != millis || column.isPacked())) {
                column = null;
            }
        }
        if (column == null) {
            column = new TimeColumn(millis, alone);
            bytes += column.sizeBytes();
            if (!alone) {
                recent[slot(millis)] = column;
                begun[slot(millis)] = column;
            }
        }
        column.join();
        return column;
    }

    /** A column with the times that a series has of another and a time that follows; the series has joined it. */
    TimeColumn fork(TimeColumn of, int from, int count, long millis) {
        TimeColumn fork = lastFork;
        boolean fits = forkedOf == of && forkedFrom == from;
        if (fork == null || !fits || fork.size() != count + 1 || fork.lastMillis() != millis) {
            fork = of.fork(from, count);
            fork.add(millis);
            bytes += fork.sizeBytes();
            lastFork = fork;
            forkedOf = of;
            forkedFrom = from;
        }
        fork.join();
        return fork;
    }

    /** A series adds nothing more to a column, but still uses it. */
    void stopGrowing(TimeColumn column, BlockEncoder encoder) {
        bytes -= column.sizeBytes();
        column.stopGrowing(encoder);
        bytes += column.sizeBytes();
    }

    /** A series uses a column no more. */
    void leave(TimeColumn column) {
        if (column.leave()) {
            bytes -= column.sizeBytes();
            int slot = slot(column.lastMillis());
            if (recent[slot] == column) {
                recent[slot] = null;
            }
            int firstSlot = slot(column.firstMillis());
            if (begun[firstSlot] == column) {
                begun[firstSlot] = null;
            }
            if (lastFork == column || forkedOf == column) {
                lastFork = null;
                forkedOf = null;
            }
        }
    }
}
