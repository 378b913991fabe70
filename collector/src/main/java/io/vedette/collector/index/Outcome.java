package io.vedette.collector.index;

/** What became of one document that was given to an index. */
public sealed interface Outcome {
    /** It is in the index and was not before. */
    Outcome DONE = new Done(true);

    /** It was in the index already: given for the second time. */
    Outcome REPEATED = new Done(false);

    /**
     * It is in the index; safe once {@link LogIndex#commit} has returned.
     *
     * @param added whether it was added now
     */
    record Done(boolean added) implements Outcome {}

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
