package io.vedette.collector.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds among documents those that are in the index already, and asks the index only about lines that could be.
 *
 * <p>A source's lines come in the order of their offsets, save when its agent sends some again. So a line behind the
 * furthest one seen of its source is new, and costs nothing; only one before it is looked up, by its id and wherever it
 * may lie. That is why an index may begin new parts (a day's folder, a backing index after a rollover) whenever it
 * likes: a second copy is found in the old part.
 *
 * <p>Not safe for use by several threads.
 */
public final class StoredLines {
    /** Sources remembered: about 100 bytes each. Forgetting one costs a question when it speaks again. */
    private static final int SOURCES_MAX = 100_000;

    private final Memory memory;
    private final Map<String, Long> furthest = new LinkedHashMap<>(1024, 0.75f, true);

    /** What an index knows. Both answers take into account everything that was added before. */
    public interface Memory {
        /**
         * The greatest offset stored of each source.
         *
         * @return without those of which nothing is stored
         * @throws IOException if the index cannot be read
         */
        Map<String, Long> greatestOffsets(Set<String> sources) throws IOException;

        /**
         * Those ids of which a document is stored.
         *
         * @throws IOException if the index cannot be read
         */
        Set<DocumentId> stored(Collection<DocumentId> ids) throws IOException;
    }

    /** @param memory is asked by the thread that asks this object */
    public StoredLines(Memory memory) {
        this.memory = memory;
    }

    /**
     * Which of the documents need not be added: they are stored, or stand earlier in the same list. The others are
     * taken to be added now; if that fails, asking again about them is right, too.
     *
     * @throws IOException if the index cannot be read; nothing is remembered then
     */
    public BitSet among(List<LogDocument> documents) throws IOException {
        learnSources(documents);
        Set<DocumentId> given = new HashSet<>(documents.size() * 2);
        BitSet repeated = new BitSet(documents.size());
        List<DocumentId> doubtful = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            DocumentId id = documents.get(i).id();
            if (!given.add(id)) {
                repeated.set(i);
            } else if (id.offset() <= furthest.getOrDefault(id.source(), -1L)) {
                doubtful.add(id);
            }
        }
        if (!doubtful.isEmpty()) {
            Set<DocumentId> stored = memory.stored(doubtful);
            for (int i = 0; i < documents.size(); i++) {
                if (stored.contains(documents.get(i).id())) {
                    repeated.set(i);
                }
            }
        }
        for (DocumentId id : given) {
            furthest.merge(id.source(), id.offset(), Math::max);
        }
        return repeated;
    }

    /** Forgets all sources: others may have written lines of them. */
    public void forget() {
        furthest.clear();
    }

    private void learnSources(List<LogDocument> documents) throws IOException {
        Set<String> unknown = new HashSet<>();
        for (LogDocument document : documents) {
            if (!furthest.containsKey(document.id().source())) {
                unknown.add(document.id().source());
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<String, Long> known = memory.greatestOffsets(unknown);
        for (String source : unknown) {
            furthest.put(source, known.getOrDefault(source, -1L));
        }
        var eldest = furthest.keySet().iterator();
        for (int excess = furthest.size() - SOURCES_MAX; excess > 0; excess--) {
            eldest.next();
            eldest.remove();
        }
    }
}
