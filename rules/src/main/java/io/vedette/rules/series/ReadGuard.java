package io.vedette.rules.series;

/**
 * Lets a source that takes its time find out whether the query that it reads for may go on. For the thread that the
 * source was asked by.
 */
public interface ReadGuard {
    /** For questions that no query stands behind. */
    ReadGuard NONE = new ReadGuard() {
        @Override
        public void found(int series) {
            // Any number will do.
        }

        @Override
        public void worked(long samples) {
            // For as long as it takes.
        }
    };

    /**
     * To be called while series are looked for.
     *
     * @param series how many this question has found so far
     * @throws SourceException if these are more than the query may select
     */
    void found(int series);

    /**
     * To be called along the way.
     *
     * @param samples about how many were read since the last call; what took as long as that counts as well
     * @throws SourceException if the query has taken too long or nobody waits for it
     */
    void worked(long samples);
}
