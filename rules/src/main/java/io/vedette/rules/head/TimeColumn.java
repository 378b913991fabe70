package io.vedette.rules.head;

import java.util.Arrays;

/**
 * The times of consecutive samples, kept once for all series that have samples at just these times, as the series of a
 * node have: a cycle's samples share one time. A series refers to a part of a column by index and number.
 *
 * <p>Under the head's lock times are added and users counted. Any thread may read the times of samples whose number it
 * learned by a volatile read that followed: times are added before the samples that have them, and are never changed.
 */
final class TimeColumn {
    /** Times in a column at most, and so samples in a chunk: an hour at 15 s. */
    static final int CAPACITY = 240;

    /** With fewer series than this, a column is packed when nothing can be added to it any more. */
    private static final int WORTH_KEEPING_PLAIN = 8;
    /** Fields of the column, headers of its array. */
    private static final int OVERHEAD_BYTES = 56 + 16;

    private static final byte[] NOTHING = {};

    private final long firstMillis;
    private final boolean alone;
    /** Milliseconds since the first; empty when the column is packed. Published after {@link #packed}. */
    private volatile int[] offsets = new int[8];

    private byte[] packed = NOTHING;
    private int size;
    private int lastOffset;
    private int users;
    private int mostUsers;
    private int growing;

    /** @param alone whether it is for one series */
    TimeColumn(long firstMillis, boolean alone) {
        this.firstMillis = firstMillis;
        this.alone = alone;
        this.size = 1;
    }

    /** A column with some of this one's times, for another one to follow. */
    TimeColumn fork(int from, int count) {
        TimeColumn fork = new TimeColumn(millis(from), alone);
        for (int i = 1; i < count; i++) {
            fork.add(millis(from + i));
        }
        return fork;
    }

    boolean isAlone() {
        return alone;
    }

    int size() {
        return size;
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return firstMillis + lastOffset;
    }

    /** Whether a time, later than the last, can be added. */
    boolean hasRoomFor(long millis) {
        return size < CAPACITY && !isPacked() && spans(firstMillis, millis);
    }

    /** Whether two times, the second the later, are near enough for one column. */
    static boolean spans(long firstMillis, long lastMillis) {
        long distance = lastMillis - firstMillis;
        return distance > 0 && distance <= Integer.MAX_VALUE; // of times ages apart it overflows
    }

    void add(long millis) {
        int[] array = offsets;
        if (size == array.length) {
            array = Arrays.copyOf(array, Math.min(CAPACITY, 2 * size));
        }
        lastOffset = (int) (millis - firstMillis);
        array[size++] = lastOffset;
        offsets = array;
    }

    /** Whether nothing can be added any more. */
    boolean isPacked() {
        return packed.length > 0;
    }

    /** The time at an index. */
    long millis(int index) {
        if (index == 0) {
            return firstMillis;
        }
        int[] plain = offsets;
        if (plain.length > 0) {
            return firstMillis + plain[index];
        }
        return firstMillis + (index == size - 1 ? lastOffset : (long) unpacked(index, 1)[0]);
    }

    /** The times of an index and those that follow. */
    void read(int from, int count, long[] into, int at) {
        int[] plain = offsets;
        if (plain.length > 0) {
            for (int i = 0; i < count; i++) {
                into[at + i] = firstMillis + plain[from + i];
            }
        } else {
            double[] values = unpacked(from, count);
            for (int i = 0; i < count; i++) {
                into[at + i] = firstMillis + (long) values[i];
            }
        }
    }

    private double[] unpacked(int from, int count) {
        double[] values = new double[count + BlockEncoder.BLOCK];
        BlockDecoder.decode(packed, size, from, from + count, values, 0);
        return values;
    }

    /** The first of some consecutive times that is not before a time; {@code from + count} if all are. */
    int firstFrom(long millis, int from, int count) {
        if (count == 0 || millis <= millis(from)) {
            return from;
        }
        int last = from + count - 1;
        if (millis > millis(last)) {
            return from + count;
        }
        // Between two times of the column, so the distance fits.
        int offset = (int) (millis - firstMillis);
        int[] plain = offsets;
        if (plain.length > 0) {
            return firstFrom(plain, from, last, offset);
        }
        double[] values = unpacked(from, count);
        int found = Arrays.binarySearch(values, 0, count, offset);
        return from + (found >= 0 ? found : -found - 1);
    }

    /** @param offset more than that at {@code from}, at most that at {@code last} */
    private static int firstFrom(int[] plain, int from, int last, int offset) {
        // Cycles come evenly: the place is where a line between the ends has it, or next to it.
        long span = (long) plain[last] - plain[from];
        int guess = from + (int) (((long) offset - plain[from]) * (last - from) / span);
        if (guess > from && plain[guess - 1] < offset && plain[guess] >= offset) {
            return guess;
        }
        if (guess < last && plain[guess] < offset && plain[guess + 1] >= offset) {
            return guess + 1;
        }
        int found = Arrays.binarySearch(plain, from, last + 1, offset);
        return found >= 0 ? found : -found - 1;
    }

    /** The first of some consecutive times that is after a time; {@code from + count} if none is. */
    int firstAfter(long millis, int from, int count) {
        return millis == Long.MAX_VALUE ? from + count : firstFrom(millis + 1, from, count);
    }

    /** A series begins to use the column, and may add to it. */
    void join() {
        users++;
        growing++;
        mostUsers = Math.max(mostUsers, users);
    }

    /** A series adds nothing more, but still uses the column. Packs it if that pays. */
    void stopGrowing(BlockEncoder encoder) {
        growing--;
        if (growing == 0 && !isPacked() && mostUsers < WORTH_KEEPING_PLAIN) {
            packed = pack(encoder);
            offsets = new int[0];
        } else if (growing == 0 && size < offsets.length) {
            offsets = Arrays.copyOf(offsets, size);
        }
    }

    private byte[] pack(BlockEncoder encoder) {
        int[] plain = offsets;
        long[] bits = new long[size];
        for (int i = 0; i < size; i++) {
            bits[i] = Double.doubleToRawLongBits(plain[i]);
        }
        encoder.reset();
        for (int from = 0; from < size; from += BlockEncoder.BLOCK) {
            int count = Math.min(BlockEncoder.BLOCK, size - from);
            encoder.pack(bits, from, count, from == 0 ? 0 : bits[from - BlockEncoder.BLOCK]);
        }
        return encoder.appendedTo(NOTHING);
    }

    /** A series stops using the column; returns whether it was the last. */
    boolean leave() {
        return --users == 0;
    }

    int sizeBytes() {
        return OVERHEAD_BYTES + Integer.BYTES * offsets.length + packed.length;
    }
}
