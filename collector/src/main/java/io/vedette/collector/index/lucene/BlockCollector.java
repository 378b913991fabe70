package io.vedette.collector.index.lucene;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Takes the blocks that a query finds, segment by segment. */
abstract class BlockCollector extends SimpleCollector {
    /** To be called before the blocks of a segment. */
    abstract void enter(LeafReader leaf) throws IOException;

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
        enter(context.reader());
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }
}
