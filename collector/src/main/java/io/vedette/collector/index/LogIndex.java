package io.vedette.collector.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where log documents are stored, each one once however often it is given, and found again.
 *
 * <p>One thread writes ({@link #add}, {@link #commit}, {@link #forgetSources}); any number of threads read meanwhile.
 */
public interface LogIndex extends LogSearcher, AutoCloseable {
    /**
     * Takes documents. Those given for the second time are passed over, wherever the first copy lies.
     *
     * @return one outcome for each document, in their order
     * @throws IOException if what was added since the last {@link #commit} is lost: read again from
     *     {@link #committed()}. The index is usable again, or throws again.
     */
    List<Outcome> add(List<LogDocument> documents) throws IOException;

    /**
     * Makes everything added so far survive the end of this process and of the machine, and remembers with it how far
     * the topic was read. Only then may the offsets be committed to Kafka.
     *
     * @throws IOException as {@link #add}
     */
    void commit(Positions positions) throws IOException;

    /**
     * The positions of the last commit if this index keeps them with the documents, which makes them the truth about
     * where to read on; empty if Kafka's committed offsets are.
     *
     * @throws IOException if the index cannot be read
     */
    Optional<Positions> committed() throws IOException;

    /** Whether {@link #committed()} rather than Kafka says where to read on, also when it is empty still. */
    boolean keepsPositions();

    /**
     * To be called when partitions were taken from or given to this process: another may have written lines of any
     * source meanwhile.
     */
    void forgetSources();

    /** Stops writing and reading; what was not committed may be lost. */
    @Override
    void close() throws IOException;
}
