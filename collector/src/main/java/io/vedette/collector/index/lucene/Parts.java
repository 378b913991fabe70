package io.vedette.collector.index.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the index, one folder each, numbered. Only the last is written. A new one is begun each day and when the
 * last has grown large; the oldest are deleted when their time is over or the whole is too large.
 *
 * <p>Which part a document goes to says when it was written, not when its event happened: an old file that is read
 * today is kept as long as today's lines.
 *
 * <p>One thread writes; any may read.
 */
final class Parts implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final String BEGUN = "begun";
    private static final String WRITTEN = "written";

    private final LuceneSettings settings;
    private final Analyzer analyzer;
    private final boolean compacts;
    /** Oldest first; guarded by itself. Only the writing thread changes it. */
    private final List<Part> parts = new ArrayList<>();

    /** @param compacts whether a part's documents are brought together when it will be written no more */
    Parts(LuceneSettings settings, Analyzer analyzer, boolean compacts, Instant now) throws IOException {
        this.settings = settings;
        this.analyzer = analyzer;
        this.compacts = compacts;
        Files.createDirectories(settings.directory());
        List<Path> folders = folders();
        try {
            for (int i = 0; i < folders.size(); i++) {
                openOrSetAside(folders.get(i), i == folders.size() - 1);
            }
            if (folders.isEmpty()
                    || parts.isEmpty()
                    || !parts.get(parts.size() - 1).isWritable()) {
                begin(now, Map.of());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> entries = Files.list(settings.directory())) {
            return entries.filter(entry -> numberOf(entry) > 0)
                    .sorted(Comparator.comparingLong(Parts::numberOf))
                    .toList();
        }
    }

    private static long numberOf(Path folder) {
        String name = folder.getFileName().toString();
        return name.length() == 8 && name.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(name) : 0;
    }

    /** A part that cannot be read must not keep the others from being found, nor new documents from being stored. */
    private void openOrSetAside(Path folder, boolean last) throws IOException {
        try {
            add(last ? Part.writable(folder, analyzer) : Part.readable(folder, analyzer));
        } catch (CorruptIndexException | IndexFormatTooOldException | IndexNotFoundException e) {
            Path aside = folder.resolveSibling("unreadable-" + folder.getFileName());
            Files.move(folder, aside);
            LOG.error("part {} of the index cannot be read and was moved to {}: {}", folder, aside, e.getMessage());
        }
    }

    private void add(Part part) {
        synchronized (parts) {
            parts.add(part);
        }
    }

    /** The part that is written. */
    Part current() {
        return parts.get(parts.size() - 1);
    }

    /** Begins a new part; {@code words} are those of its first commit. */
    private void begin(Instant now, Map<String, String> words) throws IOException {
        long number = Math.max(
                        folders().stream().mapToLong(Parts::numberOf).max().orElse(0),
                        parts.isEmpty() ? 0 : numberOf(current().folder()))
                + 1;
        Path folder = settings.directory().resolve(String.format("%08d", number));
        Part part = Part.writable(folder, analyzer);
        add(part);
        part.commit(stamped(words, now, now));
    }

    /** What was said in the newest commit; empty if there was none. */
    Map<String, String> committed() throws IOException {
        for (int i = parts.size() - 1; i >= 0; i--) {
            Map<String, String> words = new HashMap<>(parts.get(i).committed());
            if (!words.isEmpty()) {
                words.remove(BEGUN);
                words.remove(WRITTEN);
                return words;
            }
        }
        return Map.of();
    }

    /** Writes everything to disk with {@code words}, begins a new part if it is time to, and deletes old ones. */
    void commit(Map<String, String> words, Instant now) throws IOException {
        Part part = current();
        Instant begun = stamp(part, BEGUN, now);
        part.commit(stamped(words, begun, now));
        boolean anotherDay = !utcDay(begun).equals(utcDay(now));
        if (part.documents() > 0 && (anotherDay || part.sizeBytes() > settings.partBytesMax())) {
            if (compacts) {
                part.compact();
                part.commit(stamped(words, begun, now));
            }
            part.seal();
            begin(now, words);
        }
        deleteOld(now);
    }

    private static LocalDate utcDay(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Map<String, String> stamped(Map<String, String> words, Instant begun, Instant written) {
        Map<String, String> stamped = new HashMap<>(words);
        stamped.put(BEGUN, begun.toString());
        stamped.put(WRITTEN, written.toString());
        return stamped;
    }

    private static Instant stamp(Part part, String name, Instant otherwise) throws IOException {
        String value = part.committed().get(name);
        return value == null ? otherwise : Instant.parse(value);
    }

    private void deleteOld(Instant now) throws IOException {
        long bytes = sizeBytes();
        while (parts.size() > 1) {
            Part oldest = parts.get(0);
            Duration age = Duration.between(stamp(oldest, WRITTEN, now), now);
            boolean tooOld = age.compareTo(settings.keepFor()) > 0;
            if (!tooOld && bytes <= settings.keepBytes()) {
                return;
            }
            bytes -= oldest.sizeBytes();
            synchronized (parts) {
                parts.remove(0);
            }
            oldest.close();
            delete(oldest.folder());
            LOG.info("deleted part {} of the index: {}", oldest.folder(), tooOld ? "its time is over" : "no more room");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.deleteIfExists(folder);
    }

    /** Bytes on disk of all parts. */
    long sizeBytes() throws IOException {
        long sum = 0;
        for (Part part : snapshot()) {
            sum += part.sizeBytes();
        }
        return sum;
    }

    private List<Part> snapshot() {
        synchronized (parts) {
            return List.copyOf(parts);
        }
    }

    /** Lets readers that are acquired from now on see everything added before. */
    void refresh() throws IOException {
        // Held, so that the part is not closed meanwhile.
        synchronized (parts) {
            parts.get(parts.size() - 1).refresh();
        }
    }

    /** Readers of all parts, oldest first; each to be given back by {@link DirectoryReader#decRef}. */
    List<DirectoryReader> acquire() throws IOException {
        synchronized (parts) {
            List<DirectoryReader> readers = new ArrayList<>(parts.size());
            for (Part part : parts) {
                readers.add(part.acquire());
            }
            return readers;
        }
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (Part part : snapshot()) {
            try {
                part.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        synchronized (parts) {
            parts.clear();
        }
        if (failed != null) {
            throw failed;
        }
    }
}
