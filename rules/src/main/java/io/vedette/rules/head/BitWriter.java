package io.vedette.rules.head;

import java.util.Arrays;

/**
 * Bits one after the other, the first of a word in its highest place.
 *
 * <p>One thread writes. Others may read bits whose number they learned by a volatile read that follows the write: words
 * only ever gain bits, and {@link #words} keeps all of them when it grows.
 */
final class BitWriter {
    private static final int FIRST_WORDS = 4;

    private long[] words = new long[FIRST_WORDS];
    private int bits;

    /** Appends the lowest {@code count} bits of a value, 1 to 64. */
    void write(long value, int count) {
        int word = bits >>> 6;
        int free = 64 - (bits & 63);
        ensure(word + 2);
        long clean = count == 64 ? value : value & (1L << count) - 1;
        if (count <= free) {
            words[word] |= clean << free - count;
        } else {
            words[word] |= clean >>> count - free;
            words[word + 1] = clean << 64 - (count - free);
        }
        bits += count;
    }

    private void ensure(int length) {
        if (length > words.length) {
            words = Arrays.copyOf(words, length + length / 2);
        }
    }

    /** The words written so far, with room at the end. */
    long[] words() {
        return words;
    }

    /** The words written so far, no longer than needed. */
    long[] trimmed() {
        return Arrays.copyOf(words, bits + 63 >>> 6);
    }
}
