package io.vedette.agent.log.file;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files whose turn will come, in order; files to be tried again later; files that end in an incomplete line. */
final class ReadyFiles {
    private final Deque<TailedFile> ready = new ArrayDeque<>();
    private final Set<TailedFile> delayed = new LinkedHashSet<>();
    private final Set<TailedFile> incomplete = new LinkedHashSet<>();

    /** Puts a file at the end of the queue, unless it is in it or is delayed. */
    void add(TailedFile file) {
        if (!file.queued && !file.leftOut && !delayed.contains(file)) {
            file.queued = true;
            ready.addLast(file);
        }
    }

    /** Puts a file back to the front, when there was no room for its turn. */
    void putBack(TailedFile file) {
        file.queued = true;
        ready.addFirst(file);
    }

    /** The next file, or null. */
    @Nullable
    TailedFile poll() {
        TailedFile file = ready.pollFirst();
        if (file != null) {
            file.queued = false;
        }
        return file;
    }

    /** The queue, in order; a view. */
    Collection<TailedFile> queue() {
        return ready;
    }

    int size() {
        return ready.size();
    }

    /** Keeps a file out of the queue until a time. */
    void delay(TailedFile file, long untilNanos) {
        if (file.queued) {
            ready.remove(file);
            file.queued = false;
        }
        file.notBeforeNanos = untilNanos;
        delayed.add(file);
    }

    /** Queues the delayed files whose time has come. */
    void wake(long now) {
        for (Iterator<TailedFile> files = delayed.iterator(); files.hasNext(); ) {
            TailedFile file = files.next();
            if (file.notBeforeNanos - now <= 0) {
                files.remove();
                add(file);
            }
        }
    }

    /** When the first delayed file's time comes, or {@code otherwise} if that is sooner. */
    long nextWake(long otherwise) {
        long next = otherwise;
        for (TailedFile file : delayed) {
            next = Math.min(next, file.notBeforeNanos);
        }
        return next;
    }

    /** Files whose last line has no terminator yet; changed by the caller. */
    Set<TailedFile> incomplete() {
        return incomplete;
    }

    /** Forgets a file. */
    void drop(TailedFile file) {
        if (file.queued) {
            ready.remove(file);
            file.queued = false;
        }
        delayed.remove(file);
        incomplete.remove(file);
    }
}
