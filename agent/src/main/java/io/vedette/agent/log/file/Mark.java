package io.vedette.agent.log.file;

/**
 * A place in a file from which reading can go on, before or after a restart, with the same outcome.
 *
 * @param offset in bytes from the file's beginning
 * @param phase what stands there
 */
record Mark(long offset, Phase phase) {
    /** The beginning of a file. */
    static final Mark START = new Mark(0, Phase.LINE);

    Mark {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
    }

    /** What stands at a mark. */
    enum Phase {
        /** A line begins. */
        LINE,
        /** The line before was shipped without its terminator; a bare terminator here belongs to it. */
        CONTINUED,
        /** Inside a line that was cut at the limit; everything up to its terminator is passed over. */
        SKIPPING
    }
}
