package io.vedette.collector.index.lucene;

import io.vedette.collector.index.HistogramCounts;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/** Counts the documents of a search by time and level. Used by one thread. */
final class HistogramCollector extends SimpleCollector {
    private final HistogramCounts counts;
    private @Nullable NumericDocValues times;
    private @Nullable SortedDocValues levels;

    HistogramCollector(HistogramCounts counts) {
        this.counts = counts;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
        times = DocValues.getNumeric(context.reader(), IndexFields.TIMESTAMP);
        levels = DocValues.getSorted(context.reader(), IndexFields.LEVEL);
    }

    @Override
    public void collect(int document) throws IOException {
        if (times == null || levels == null || !times.advanceExact(document)) {
            return;
        }
        String level = levels.advanceExact(document)
                ? levels.lookupOrd(levels.ordValue()).utf8ToString()
                : "";
        counts.add(times.longValue(), level, 1);
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }
}
