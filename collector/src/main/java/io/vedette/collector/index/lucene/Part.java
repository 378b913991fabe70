package io.vedette.collector.index.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * One folder of the index: the newest is written, older ones are only read, and forgetting is deleting the oldest.
 *
 * <p>One thread writes; any may read.
 */
final class Part implements Closeable {
    private static final double BUFFER_MEGABYTES = 32;
    private static final double MERGED_MEGABYTES_MAX = 1_024;

    private final Path folder;
    private final Directory directory;
    private final Analyzer analyzer;
    private @Nullable IndexWriter writer;
    private ReaderManager readers;

    private Part(Path folder, Analyzer analyzer, boolean writable) throws IOException {
        this.folder = folder;
        this.analyzer = analyzer;
        this.directory = FSDirectory.open(folder);
        try {
            if (writable) {
                IndexWriter opened = newWriter();
                writer = opened;
                readers = new ReaderManager(opened);
            } else {
                readers = new ReaderManager(directory);
            }
        } catch (IOException | RuntimeException e) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw e;
        }
    }

    /** Opens a part to read and write, creating it when missing. */
    static Part writable(Path folder, Analyzer analyzer) throws IOException {
        return new Part(folder, analyzer, true);
    }

    /** Opens a part to read only. */
    static Part readable(Path folder, Analyzer analyzer) throws IOException {
        return new Part(folder, analyzer, false);
    }

    private IndexWriter newWriter() throws IOException {
        ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(2, 1);
        TieredMergePolicy policy = new TieredMergePolicy();
        policy.setMaxMergedSegmentMB(MERGED_MEGABYTES_MAX);
        IndexWriterConfig config = new IndexWriterConfig(analyzer)
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setMergeScheduler(merges)
                .setMergePolicy(policy)
                .setCommitOnClose(false);
        try {
            return new IndexWriter(directory, config);
        } catch (LockObtainFailedException e) {
            throw new IOException("the index in " + folder + " is in use by another process; stop that one first", e);
        }
    }

    Path folder() {
        return folder;
    }

    boolean isWritable() {
        return writer != null;
    }

    void add(Document document) throws IOException {
        open().addDocument(document);
    }

    private IndexWriter open() {
        if (writer == null) {
            throw new IllegalStateException(folder + " is not open for writing");
        }
        return writer;
    }

    /** Writes everything to disk, with words that {@link #committed} gives back. */
    void commit(Map<String, String> words) throws IOException {
        IndexWriter open = open();
        open.setLiveCommitData(words.entrySet());
        open.commit();
    }

    /** What was said in the last commit; empty if there was none. */
    Map<String, String> committed() throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return Map.of();
        }
        List<IndexCommit> commits = DirectoryReader.listCommits(directory);
        return new HashMap<>(commits.get(commits.size() - 1).getUserData());
    }

    /** Bytes of the folder's files. */
    long sizeBytes() throws IOException {
        long sum = 0;
        for (String file : directory.listAll()) {
            try {
                sum += directory.fileLength(file);
            } catch (NoSuchFileException e) {
                // Merged away meanwhile.
                continue;
            }
        }
        return sum;
    }

    /** Documents written, committed or not. */
    long documents() {
        IndexWriter open = writer;
        return open == null ? 0 : open.getDocStats().numDocs;
    }

    /** Brings all documents together, which takes less room and is read faster; what was added is committed after. */
    void compact() throws IOException {
        open().forceMerge(1);
    }

    /** From now on this part is only read. Everything in it must have been committed. */
    void seal() throws IOException {
        ReaderManager committed = new ReaderManager(directory);
        swapReaders(committed);
        IndexWriter open = open();
        writer = null;
        // Ends merges that are under way instead of waiting for them: the commit stands without them.
        open.rollback();
    }

    /** Gives up what was not committed and begins to write again behind the last commit. */
    void restart() throws IOException {
        IndexWriter broken = writer;
        if (broken != null) {
            broken.rollback();
        }
        IndexWriter fresh = newWriter();
        writer = fresh;
        swapReaders(new ReaderManager(fresh));
    }

    /** The names of all fields that documents here have. */
    List<String> fieldNames() throws IOException {
        DirectoryReader reader = readers.acquire();
        try {
            List<String> names = new ArrayList<>();
            FieldInfos.getMergedFieldInfos(reader).forEach(info -> names.add(info.name));
            return names;
        } finally {
            readers.release(reader);
        }
    }

    private synchronized void swapReaders(ReaderManager next) throws IOException {
        ReaderManager last = readers;
        readers = next;
        last.close();
    }

    /** Lets readers that are acquired from now on see everything added before. */
    synchronized void refresh() throws IOException {
        try {
            readers.maybeRefreshBlocking();
        } catch (AlreadyClosedException e) {
            throw new IOException("the index in " + folder + " is closed", e);
        }
    }

    /** A reader of the part as it is; to be given back by {@link DirectoryReader#decRef}. */
    synchronized DirectoryReader acquire() throws IOException {
        try {
            return readers.acquire();
        } catch (AlreadyClosedException e) {
            throw new IOException("the index in " + folder + " is closed", e);
        }
    }

    /** Closes without a commit. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            readers.close();
        }
        if (writer != null) {
            writer.rollback();
            writer = null;
        }
        directory.close();
    }
}
