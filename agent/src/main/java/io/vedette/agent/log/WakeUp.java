package io.vedette.agent.log;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one thread sleep until another has something for it. A call while nobody sleeps makes the next sleep short. */
public final class WakeUp {
    private volatile boolean called;
    private volatile @Nullable Thread sleeper;

    /** Ends the present sleep, or else the next. Safe for use by any thread. */
    public void call() {
        if (!called) {
            called = true;
            LockSupport.unpark(sleeper);
        }
    }

    /** Sleeps until called, interrupted or past the time; always called by the same thread. */
    public void sleep(long nanos) {
        sleeper = Thread.currentThread();
        if (!called && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        called = false;
    }
}
