package io.vedette.collector.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A real index that can be made to fail.
 *
 * @param index what it stands before
 * @param disturbance says of each document whether it reaches the index ({@link Outcome#DONE}) or what is answered
 *     instead
 * @param failing makes the next addition fail, once
 * @param committing whether commits reach the index; they fail otherwise
 */
public record DisturbedIndex(
        LogIndex index, Function<LogDocument, Outcome> disturbance, AtomicBoolean failing, boolean committing)
        implements LogIndex {
    /** An index that commits. */
    public DisturbedIndex(LogIndex index, Function<LogDocument, Outcome> disturbance, AtomicBoolean failing) {
        this(index, disturbance, failing, true);
    }

    /** An index that stores and whose commits never come to pass, as if it were always killed before. */
    public static DisturbedIndex uncommitting(LogIndex index) {
        return new DisturbedIndex(index, document -> Outcome.DONE, new AtomicBoolean(), false);
    }

    @Override
    public List<Outcome> add(List<LogDocument> documents) throws IOException {
        if (failing.getAndSet(false)) {
            throw new IOException("the disk is full");
        }
        List<Outcome> outcomes =
                new ArrayList<>(documents.stream().map(disturbance).toList());
        List<Integer> passing = IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i) instanceof Outcome.Done)
                .boxed()
                .toList();
        List<Outcome> passed = index.add(passing.stream().map(documents::get).toList());
        for (int i = 0; i < passed.size(); i++) {
            outcomes.set(passing.get(i), passed.get(i));
        }
        return outcomes;
    }

    @Override
    public void commit(Positions positions) throws IOException {
        if (!committing) {
            throw new IOException("killed before the commit");
        }
        index.commit(positions);
    }

    @Override
    public Optional<Positions> committed() throws IOException {
        return index.committed();
    }

    @Override
    public boolean keepsPositions() {
        return index.keepsPositions();
    }

    @Override
    public void forgetSources() {
        index.forgetSources();
    }

    @Override
    public LogPage search(LogSearch search) throws LogQueryException, IOException {
        return index.search(search);
    }

    @Override
    public LogHistogram histogram(LogFilter filter, int buckets) throws LogQueryException, IOException {
        return index.histogram(filter, buckets);
    }

    @Override
    public long count(LogFilter filter) throws LogQueryException, IOException {
        return index.count(filter);
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
