package io.vedette.agent.log.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file handles of the tail, at most so many at once. A file keeps its handle as long as anything of it may still
 * have to be read, deleted or not; handles of files read to the end are given up first, the longest unused before
 * others. Not safe for use by several threads.
 */
final class OpenFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

    private final int limit;
    /** Whether it is known that no handle can be given up in this round. */
    private boolean exhausted;

    private final Map<TailedFile, Boolean> open = new LinkedHashMap<>(16, 0.75f, true);

    OpenFiles(int limit) {
        this.limit = limit;
    }

    /** Handles may have become free since the last round of turns. */
    void beginRound() {
        exhausted = false;
    }

    /**
     * Opens a file, or marks it as used if it is open.
     *
     * @return false if no handle can be spared now
     * @throws NoSuchFileException if another file or none stands at its place
     * @throws IOException if it cannot be opened
     */
    boolean open(TailedFile file) throws IOException {
        if (file.channel != null) {
            open.get(file);
            return true;
        }
        if (open.size() >= limit && (exhausted || !closeOne())) {
            exhausted = true;
            return false;
        }
        FileChannel channel = FileChannel.open(file.place, StandardOpenOption.READ);
        if (!FileStat.of(file.place).inode().equals(file.inode)) {
            channel.close();
            throw new NoSuchFileException(file.place.toString(), null, "another file has its place");
        }
        file.channel = channel;
        open.put(file, true);
        return true;
    }

    private boolean closeOne() {
        Iterator<TailedFile> files = open.keySet().iterator();
        while (files.hasNext()) {
            TailedFile file = files.next();
            if (file.isDone() && !file.deleted) {
                files.remove();
                closeChannel(file);
                return true;
            }
        }
        return false;
    }

    /** Gives up a file's handle, if it has one. */
    void close(TailedFile file) {
        if (open.remove(file) != null) {
            closeChannel(file);
        }
    }

    /** Gives up the handles of files that are read to the end and have not grown since. */
    void closeQuiet(long grownBeforeNanos) {
        for (TailedFile file : List.copyOf(open.keySet())) {
            if (file.isDone() && !file.deleted && file.grownNanos - grownBeforeNanos < 0) {
                close(file);
            }
        }
    }

    private static void closeChannel(TailedFile file) {
        FileChannel channel = file.channel;
        file.channel = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{} was not closed well: {}", file.place, e.toString());
            }
        }
    }

    int size() {
        return open.size();
    }

    @Override
    public void close() {
        List.copyOf(open.keySet()).forEach(this::close);
    }
}
