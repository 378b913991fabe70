package io.vedette.agent.log.file;

import io.vedette.agent.ship.LogSink;
import java.util.function.Consumer;

/** A chunk under way: which part of which file it holds, and what became of it. */
final class InFlight implements LogSink.Outcome {
    /** What became of a chunk. */
    enum State {
        UNDER_WAY,
        ACKNOWLEDGED,
        FAILED,
        TOO_LARGE
    }

    final TailedFile file;
    final int epoch;
    /** Where reading goes on once it is acknowledged. */
    final Mark end;
    /** What it takes of the budget. */
    final int bytes;

    private final Consumer<InFlight> done;
    private volatile State state = State.UNDER_WAY;

    /** @param done told when the outcome is known, on a thread of the sink */
    InFlight(TailedFile file, Mark end, int bytes, Consumer<InFlight> done) {
        this.file = file;
        this.epoch = file.epoch;
        this.end = end;
        this.bytes = bytes;
        this.done = done;
    }

    State state() {
        return state;
    }

    @Override
    public void acknowledged() {
        finish(State.ACKNOWLEDGED);
    }

    @Override
    public void failed() {
        finish(State.FAILED);
    }

    @Override
    public void tooLarge() {
        finish(State.TOO_LARGE);
    }

    private void finish(State outcome) {
        state = outcome;
        done.accept(this);
    }
}
