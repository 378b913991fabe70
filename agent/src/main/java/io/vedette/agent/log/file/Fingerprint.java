package io.vedette.agent.log.file;

import java.util.zip.CRC32C;

/**
 * A checksum of a file's first bytes. It grows with the file up to {@value #MAX_LENGTH} bytes, so that a file is told
 * from another from its first byte on.
 *
 * @param length number of bytes it covers
 * @param checksum their CRC-32C; 0 for none
 */
record Fingerprint(int length, int checksum) {
    /** Most bytes covered. */
    static final int MAX_LENGTH = 1024;

    /** That of an empty file. */
    static final Fingerprint EMPTY = new Fingerprint(0, 0);

    Fingerprint {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("a fingerprint of " + length + " bytes");
        }
    }

    /** The fingerprint of the first bytes of {@code head}. */
    static Fingerprint of(byte[] head, int length) {
        if (length == 0) {
            return EMPTY;
        }
        CRC32C crc = new CRC32C();
        crc.update(head, 0, length);
        return new Fingerprint(length, (int) crc.getValue());
    }

    /** Whether a file that begins with {@code head} can be the one this was taken of. */
    boolean matches(byte[] head, int available) {
        return available >= length && of(head, length).checksum == checksum;
    }

    /** This fingerprint, grown to cover as many of the bytes as it may; the bytes must match. */
    Fingerprint grown(byte[] head, int available) {
        int covered = Math.min(available, MAX_LENGTH);
        return covered > length ? of(head, covered) : this;
    }
}
