package io.vedette.protocol.metrics;

import java.security.SecureRandom;

/**
 * Sums over bytes by which they can be told apart without keeping them. It is the universal hash NH (Black, Halevi,
 * Krawczyk, Krovetz, Rogaway: "UMAC", CRYPTO 1999, section 4) with two shifted keys: two texts have the same pair of
 * sums with a probability of 2<sup>-64</sup> whatever they are, as whoever makes them up does not know the keys, which
 * are drawn at random for each process.
 *
 * <p>Immutable; safe for use by any thread.
 */
final class Fingerprinting {
    /** The longest text there are keys for. */
    static final int MAX_BYTES = 4096;

    private static final long LOW = 0xFFFF_FFFFL;

    private final int[] keys = new int[2 * (MAX_BYTES / Long.BYTES + 2)];
    private final long lengthKey;

    Fingerprinting() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = random.nextInt();
        }
        lengthKey = random.nextLong() | 1;
    }

    /** Computes both sums of some bytes, at most {@link #MAX_BYTES}, into the first two places of an array. */
    void sum(byte[] bytes, int start, int end, long[] into) {
        long first = (end - start) * lengthKey;
        long second = first;
        int key = 0;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES, key += 2) {
            long word = WireFields.word(bytes, at);
            first += product(word, key);
            second += product(word, key + 2);
        }
        long rest = 0;
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            rest |= (bytes[at] & 0xFFL) << shift;
        }
        into[0] = first + product(rest, key);
        into[1] = second + product(rest, key + 2);
    }

    private long product(long word, int key) {
        return (word + keys[key] & LOW) * ((word >>> 32) + keys[key + 1] & LOW);
    }
}
