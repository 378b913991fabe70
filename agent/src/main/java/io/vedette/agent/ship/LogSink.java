package io.vedette.agent.ship;

/** Takes encoded log chunks on their way. Safe for use by any thread. */
public interface LogSink {
    /**
     * Takes one chunk without blocking; how many may be under way at once is limited by the callers' common budget of
     * bytes. Chunks with the same key are delivered in the order in which they were given.
     *
     * @param key host and source
     * @param chunk a {@link io.vedette.protocol.log.LogChunk} in wire form; not changed by the caller afterwards
     * @param outcome told exactly once what became of it, unless the sink is closed before that is known
     */
    void ship(String key, byte[] chunk, Outcome outcome);

    /** Hears what became of a chunk, on a thread of the sink; must return at once. */
    interface Outcome {
        /** All replicas have it. */
        void acknowledged();

        /** It may or may not have arrived and must be sent again, from the place it was read from. */
        void failed();

        /** Kafka refuses records of this size: the same events must be sent again in smaller chunks. */
        void tooLarge();
    }
}
