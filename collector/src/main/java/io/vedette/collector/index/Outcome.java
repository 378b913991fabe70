package io.vedette.collector.index;

/** What became of one document that was given to an index. */
public sealed interface Outcome {
    /** The one value of {@link Done}. */
    Done DONE = new Done();

    /** It is in the index, put there now or earlier; safe once {@link LogIndex#commit} has returned. */
    record Done() implements Outcome {}

    /**
     * The index cannot take it now: give it again after a pause.
     *
     * @param reason one line for people
     */
    record Later(String reason) implements Outcome {}

    /**
     * The index will never take it: it belongs to the dead letters.
     *
     * @param reason one line for people
     */
    record Never(String reason) implements Outcome {}
}
