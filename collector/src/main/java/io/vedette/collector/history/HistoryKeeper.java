package io.vedette.collector.history;

import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.collector.metrics.Completeness;
import io.vedette.rules.head.Head;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Decides what is copied when: each window once the head is complete past its end and a little longer, and again if
 * something came late. How far it is lies in the history itself; what a kill left undone is found by looking at all
 * windows of the rebuilt head once more, which copies only what is missing.
 *
 * <p>Used by one thread, but for {@link #lagSeconds}.
 */
final class HistoryKeeper {
    private static final long UNKNOWN = Long.MIN_VALUE;
    /** Most of what is late is so by less; and where windows are short, waiting is as well. */
    private static final Duration GRACE_MAX = Duration.ofMinutes(1);

    private static final int GRACES_PER_WINDOW = 8;

    private final SampleHistory history;
    private final Head head;
    private final Completeness completeness;
    private final HistoryWindows windows;
    private final HistoryMeters meters;
    private final WindowCopy copy;
    private final long graceMillis;

    /** Whether the history has said how far it is. */
    private boolean asked;
    /** Whether all windows of the head are to be looked at, as a kill may have left some of them half done. */
    private boolean lookAtAll = true;
    /** The window of which the head need not have all: the first it has anything of, or the last one stored. */
    private long partial = UNKNOWN;
    /** Start of the first window that was not copied yet. */
    private volatile long position = UNKNOWN;
    /** Before {@link #position}: from here on windows are to be looked at once more. */
    private long lateFrom = Long.MAX_VALUE;
    /** When lateness is looked for the next time, in the time of the data. */
    private long nextLook = UNKNOWN;

    HistoryKeeper(
            SampleHistory history, Head head, Completeness completeness, HistoryWindows windows, HistoryMeters meters) {
        this.history = history;
        this.head = head;
        this.completeness = completeness;
        this.windows = windows;
        this.meters = meters;
        this.copy = new WindowCopy(head, history, meters);
        this.graceMillis = Math.min(GRACE_MAX.toMillis(), windows.lengthMillis() / GRACES_PER_WINDOW);
        meters.lag(this, HistoryKeeper::lagSeconds);
    }

    /** Time between what is in the history and what is in the head. */
    double lagSeconds() {
        long complete = completeness.completeUntil().toEpochMilli();
        long reached = position;
        return reached == UNKNOWN || complete <= 0 ? 0 : Math.max(0, complete - reached) / 1000.0;
    }

    /**
     * Finds out how far the history is, if that is not known. To be called before the head is filled: it then spares
     * what is not in the history yet.
     *
     * @throws IOException if the history does not answer
     */
    void prepare() throws IOException {
        if (!asked) {
            OptionalLong stored = history.storedUntil();
            asked = true;
            // Of the last window not everything may be there.
            stored.ifPresent(millis -> beginAt(windows.startOf(millis)));
        }
    }

    private void beginAt(long start) {
        partial = start;
        moveTo(start);
    }

    private void moveTo(long newPosition) {
        position = newPosition;
        head.keptUntil(newPosition, Math.min(newPosition, lateFrom));
    }

    /**
     * Does the next thing there is to do.
     *
     * @return whether there may be more to do at once
     * @throws IOException if the history does not answer; to be called again later
     */
    boolean step() throws IOException {
        prepare();
        long complete = completeness.completeUntil().toEpochMilli();
        long first = head.completeFromMillis();
        if (complete <= 0 || first == Long.MAX_VALUE) {
            return false;
        }
        if (position == UNKNOWN || position > complete) {
            beginAt(windows.startOf(Math.min(first, complete)));
        }
        return copyLate(complete, first) || copyNext(complete, first);
    }

    private boolean copyLate(long complete, long first) throws IOException {
        if (complete >= nextLook) {
            nextLook = complete + graceMillis;
            lateFrom = Math.min(lateFrom, head.takeLate());
            if (lookAtAll) {
                lateFrom = Math.min(lateFrom, first);
                lookAtAll = false;
            }
            moveTo(position);
        }
        if (lateFrom == Long.MAX_VALUE) {
            return false;
        }
        long start = windows.startOf(Math.max(lateFrom, first));
        if (start < position) {
            long end = start + windows.lengthMillis();
            copy.copy(start, end);
            meters.windowLate();
            lateFrom = end;
        } else {
            lateFrom = Long.MAX_VALUE;
        }
        moveTo(position);
        return true;
    }

    private boolean copyNext(long complete, long first) throws IOException {
        long start = position;
        long end = start + windows.lengthMillis();
        if (end + graceMillis > complete) {
            return false;
        }
        if (end <= first) {
            long next = windows.startOf(first);
            long lost = (next - start) / windows.lengthMillis() - (start == partial ? 1 : 0);
            if (lost > 0) {
                meters.windowsLost(lost);
            }
            beginAt(next);
            return true;
        }
        copy.copy(start, end);
        meters.windowWritten();
        if (head.completeFromMillis() > start && start != partial) {
            meters.windowIncomplete();
        }
        moveTo(end);
        return true;
    }
}
