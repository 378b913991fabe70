package io.vedette.rules.head;

/** Reads what a {@link BitWriter} wrote. Not safe for use by several threads. */
final class BitReader {
    private final long[] words;
    private int position;

    BitReader(long[] words) {
        this.words = words;
    }

    /** The next bit. */
    boolean readBit() {
        boolean bit = (words[position >>> 6] << (position & 63)) < 0;
        position++;
        return bit;
    }

    /** The next {@code count} bits, 1 to 64, as the lowest of the result. */
    long read(int count) {
        int word = position >>> 6;
        int offset = position & 63;
        position += count;
        long head = words[word] << offset >>> 64 - count;
        int missing = count - (64 - offset);
        return missing <= 0 ? head : head | words[word + 1] >>> 64 - missing;
    }
}
