package io.vedette.agent.log.file;

import io.vedette.protocol.log.LogSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, when a file's first bytes are there, whether it is read, under which identity, and from where on.
 *
 * <p>A file is one that the registry remembers if the inode is the same, the birth time (where the file system tells
 * it) is the same, it begins with the same bytes and is not shorter than what was read of it. Device numbers may change
 * when a machine starts again, so a file with an equal inode and an equal birth time is taken for the same on any
 * device. Not safe for use by several threads.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    /** How exactly it is remembered when a file was seen. */
    private static final Duration SEEN_STEP = Duration.ofDays(1);

    private final String host;
    private final Registry registry;
    private final LineReader reader;
    private final InstantSource clock;
    private final Map<Long, List<RegistryEntry>> unclaimed = new HashMap<>();

    Admission(String host, Registry registry, LineReader reader, InstantSource clock) {
        this.host = host;
        this.registry = registry;
        this.reader = reader;
        this.clock = clock;
        for (RegistryEntry entry : registry.entries()) {
            unclaimed.computeIfAbsent(entry.inode(), inode -> new ArrayList<>()).add(entry);
        }
    }

    /** Admits an open file; one that is still empty, or that is left out, stays without an entry. */
    void admit(TailedFile file) throws IOException {
        FileChannel channel = Objects.requireNonNull(file.channel);
        int length = reader.readHead(channel);
        if (length == 0 || !judge(file, length)) {
            return;
        }
        RegistryEntry before = file.predecessor;
        if (before == null) {
            before = claim(file);
            if (before == null) {
                begin(file, length, 0, startOf(file, channel));
                return;
            }
            if (before.fingerprint().matches(reader.head(), length)
                    && channel.size() >= before.mark().offset()) {
                resume(file, before);
                return;
            }
            LOG.info("{} was truncated while nobody watched, it is read from its beginning", file.place);
        }
        registry.remove(before.identity());
        begin(file, length, before.generation() + 1, Mark.START);
    }

    private boolean judge(TailedFile file, int length) {
        Content content = Content.of(reader.head(), length, CodeUnit.of(file.set.encoding()));
        file.leftOut = !content.isRead();
        if (file.leftOut) {
            LOG.debug("{} is left out: {}", file.place, content);
        }
        file.encoding = content.encoding(file.set.encoding());
        file.unit = CodeUnit.of(file.encoding);
        return !file.leftOut;
    }

    private @Nullable RegistryEntry claim(TailedFile file) {
        List<RegistryEntry> candidates = unclaimed.getOrDefault(file.inode.number(), List.of());
        for (Iterator<RegistryEntry> each = candidates.iterator(); each.hasNext(); ) {
            RegistryEntry entry = each.next();
            boolean sameDevice = entry.device() == file.inode.device();
            boolean birthKnown = entry.birthNanos() != 0 && file.birthNanos != 0;
            boolean sameBirth = birthKnown && entry.birthNanos() == file.birthNanos;
            if (sameBirth || sameDevice && !birthKnown) {
                each.remove();
                return entry;
            }
            if (sameDevice) {
                // The inode belongs to another file now, so the one remembered is no more.
                each.remove();
                registry.remove(entry.identity());
            }
        }
        return null;
    }

    private void resume(TailedFile file, RegistryEntry known) {
        long now = clock.millis();
        if (now - known.seenMillis() > SEEN_STEP.toMillis()) {
            registry.put(known.withMark(known.mark(), known.cut(), known.fingerprint(), now));
        }
        file.entry = known;
        file.fingerprint = known.fingerprint();
        file.read = known.mark();
        file.acknowledged = known.mark();
        file.cut = known.cut();
        file.scannedTo = known.mark().offset();
        file.name = Path.of(known.path());
        file.durable = true;
        file.source = source(file, known);
    }

    private void begin(TailedFile file, int length, int generation, Mark start) {
        long now = clock.millis();
        FileStat.Inode inode = file.inode;
        String identity = RegistryEntry.identityOf(
                inode.device(), inode.number(), file.birthNanos, now, generation, reader.head(), length);
        Fingerprint fingerprint = Fingerprint.of(reader.head(), length);
        RegistryEntry entry = new RegistryEntry(
                identity,
                file.name.toString(),
                inode.device(),
                inode.number(),
                file.birthNanos,
                generation,
                fingerprint,
                start,
                -1,
                now);
        registry.put(entry);
        file.predecessor = null;
        file.entry = entry;
        file.fingerprint = fingerprint;
        file.read = start;
        file.acknowledged = start;
        file.scannedTo = start.offset();
        file.durable = false;
        file.source = source(file, entry);
    }

    private LogSource source(TailedFile file, RegistryEntry entry) {
        return new LogSource(
                host, LogSource.Kind.FILE, entry.path(), entry.identity(), file.encoding, file.set.dataset());
    }

    private Mark startOf(TailedFile file, FileChannel channel) throws IOException {
        if (!file.initial || file.set.start().isBeginning(file.modifiedMillis, clock.millis())) {
            return Mark.START;
        }
        long size = channel.size();
        int unit = file.unit.bytes();
        long end = size - size % unit;
        ByteBuffer last = ByteBuffer.allocate(unit);
        boolean atLineStart =
                channel.read(last, Math.max(0, end - unit)) == unit && file.unit.lineFeed(last.array(), 0, unit) == 0;
        return new Mark(end, atLineStart ? Mark.Phase.LINE : Mark.Phase.SKIPPING);
    }

    /** Keeps what is known of a file that is out of sight, in case its file system comes back. */
    void keep(RegistryEntry entry) {
        unclaimed.computeIfAbsent(entry.inode(), inode -> new ArrayList<>()).add(entry);
    }

    /**
     * Forgets files that have not been seen for a long time: their file system may have been away, but not for ever.
     */
    void forgetUnseen(long seenBeforeMillis) {
        for (List<RegistryEntry> entries : unclaimed.values()) {
            entries.removeIf(entry -> {
                boolean old = entry.seenMillis() < seenBeforeMillis;
                if (old) {
                    registry.remove(entry.identity());
                }
                return old;
            });
        }
        unclaimed.values().removeIf(List::isEmpty);
    }
}
