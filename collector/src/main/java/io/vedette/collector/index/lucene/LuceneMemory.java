package io.vedette.collector.index.lucene;

import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.StoredLines;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.util.BytesRef;

/** What the embedded index knows of a source's lines, read from the dictionary of ids of every part. */
final class LuceneMemory implements StoredLines.Memory {
    private final Parts parts;

    LuceneMemory(Parts parts) {
        this.parts = parts;
    }

    /** What is asked of one segment's dictionary of ids. */
    private interface Question {
        void ask(TermsEnum ids) throws IOException;
    }

    @Override
    public Map<String, Long> greatestOffsets(Set<String> sources) throws IOException {
        Map<String, Long> greatest = new HashMap<>();
        ask(ids -> {
            for (String source : sources) {
                long offset = greatestOffset(ids, source);
                if (offset >= 0) {
                    greatest.merge(source, offset, Math::max);
                }
            }
        });
        return greatest;
    }

    @Override
    public Set<DocumentId> stored(Collection<DocumentId> wanted) throws IOException {
        Set<DocumentId> stored = new HashSet<>();
        ask(ids -> {
            for (DocumentId id : wanted) {
                if (ids.seekExact(new BytesRef(id.toString()))) {
                    stored.add(id);
                }
            }
        });
        return stored;
    }

    private void ask(Question question) throws IOException {
        parts.refresh();
        List<DirectoryReader> readers = parts.acquire();
        try {
            for (DirectoryReader reader : readers) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    Terms terms = leaf.reader().terms(IndexFields.ID);
                    if (terms != null) {
                        question.ask(terms.iterator());
                    }
                }
            }
        } finally {
            for (DirectoryReader reader : readers) {
                reader.decRef();
            }
        }
    }

    /**
     * The source's greatest offset in a segment, -1 if it has none. A dictionary can only be read forward, but ids sort
     * as offsets do: so the last is found by halving, in at most 63 steps.
     */
    private static long greatestOffset(TermsEnum ids, String source) throws IOException {
        long least = offsetFrom(ids, source, 0);
        if (least < 0) {
            return -1;
        }
        long low = least;
        long high = Long.MAX_VALUE;
        while (low < high) {
            long middle = low + (high - low) / 2 + 1;
            long found = offsetFrom(ids, source, middle);
            if (found < 0) {
                high = middle - 1;
            } else {
                low = found;
            }
        }
        return low;
    }

    /** The source's first offset at or behind one, -1 if there is none. */
    private static long offsetFrom(TermsEnum ids, String source, long offset) throws IOException {
        if (ids.seekCeil(new BytesRef(new DocumentId(source, offset).toString())) == SeekStatus.END) {
            return -1;
        }
        DocumentId found = DocumentId.parse(ids.term().utf8ToString());
        return found.source().equals(source) ? found.offset() : -1;
    }
}
