package io.vedette.agent.log.multiline;

/** Joins what programs write, as far as it is known from the text alone. */
interface ContentJoiner extends Joiner {
    /** Whether the line in {@code [from, to)} plainly begins an event of its own. */
    boolean isBeginning(byte[] data, int from, int to);
}
