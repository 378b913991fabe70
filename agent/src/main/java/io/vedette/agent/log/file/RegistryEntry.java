package io.vedette.agent.log.file;

import java.util.Locale;

/**
 * What is remembered of one file, or of one of the contents it had between truncations.
 *
 * @param identity what the file's lines are identified by, together with their offset; never changes
 * @param path the name its lines are shipped under: where it was seen first
 * @param device the number of the device it lies on
 * @param inode its number there
 * @param birthNanos when the inode came to be, nanoseconds since the Unix epoch; 0 where the file system does not say
 * @param generation how often the file was truncated since it was first seen
 * @param fingerprint of its first bytes
 * @param mark up to here Kafka has acknowledged
 * @param cut a place at which a line is or was shipped without its terminator, -1 if there is none beyond the mark;
 *     kept so that the same line is cut at the same place when it is read again
 * @param seenMillis when the file was last known to exist, milliseconds since the Unix epoch
 */
record RegistryEntry(
        String identity,
        String path,
        long device,
        long inode,
        long birthNanos,
        int generation,
        Fingerprint fingerprint,
        Mark mark,
        long cut,
        long seenMillis) {

    RegistryEntry {
        if (identity.isEmpty() || generation < 0) {
            throw new IllegalArgumentException("entry of " + path + " without identity or with a negative generation");
        }
    }

    /**
     * The identity of a file's content: device, inode, birth time (where there is none, the time it was first seen),
     * the number of truncations, and a checksum of the bytes it began with, which keeps it apart from an earlier
     * content should the registry ever be lost.
     */
    static String identityOf(
            long device, long inode, long birthNanos, long seenMillis, int generation, byte[] head, int headLength) {
        String birth = birthNanos != 0 ? Long.toHexString(birthNanos) : "s" + Long.toHexString(seenMillis);
        int beginning = Fingerprint.of(head, Math.min(headLength, 64)).checksum();
        return String.format(Locale.ROOT, "%x-%x-%s-%d-%08x", device, inode, birth, generation, beginning);
    }

    /** The same content of the same file, further on. */
    RegistryEntry withMark(Mark newMark, long newCut, Fingerprint newFingerprint, long nowMillis) {
        return new RegistryEntry(
                identity, path, device, inode, birthNanos, generation, newFingerprint, newMark, newCut, nowMillis);
    }
}
