package io.vedette.collector.index.samples;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.ReadGuard;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * Where the samples are that the head has let go of, as blocks. Who writes asks first what is stored; who reads takes a
 * sample once though it stand in two blocks, as may be after a failure or when two collectors write.
 *
 * <p>One thread writes ({@link #storedUntil}, {@link #stored}, {@link #add}, {@link #commit}); any number of threads
 * read meanwhile. Times are milliseconds since the Unix epoch. All methods but {@link #close} throw an
 * {@link IOException} with one line for people if the index does not answer.
 */
public interface SampleHistory extends AutoCloseable {
    /** The time of the newest sample stored; empty if there is none. */
    OptionalLong storedUntil() throws IOException;

    /**
     * The time of the last sample stored of each series, of the blocks that begin in a window.
     *
     * @param beforeMillis end of the window, exclusive
     */
    Map<SeriesId, Long> stored(long fromMillis, long beforeMillis) throws IOException;

    /**
     * Takes blocks. What was added since the last {@link #commit} may be lost by a failure, this one or that: add it
     * again.
     *
     * @return for each block that the index will never take, why
     */
    List<String> add(List<SampleBlock> blocks) throws IOException;

    /** Makes everything added survive the end of this process, and lets readers see it. */
    void commit() throws IOException;

    /**
     * The series that meet all conditions and may have samples in a range, both ends inclusive.
     *
     * @param guard is told how many there are, and asked whether to go on
     */
    Map<SeriesId, Labels> find(List<LabelMatcher> matchers, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException;

    /**
     * The blocks of some series that may have samples in a range, by the times of their first samples. A series that
     * has none is left out. What two blocks both have, they have alike.
     */
    Map<SeriesId, List<StoredBlock>> read(Collection<SeriesId> series, long minMillis, long maxMillis, ReadGuard guard)
            throws IOException;

    /** The names of all labels of series in a range, or of more. */
    SortedSet<String> labelNames(long minMillis, long maxMillis) throws IOException;

    /** The values of one label of series in a range, or of more. */
    SortedSet<String> labelValues(String name, long minMillis, long maxMillis) throws IOException;

    /** Stops writing and reading; what was not committed may be lost. */
    @Override
    void close() throws IOException;
}
