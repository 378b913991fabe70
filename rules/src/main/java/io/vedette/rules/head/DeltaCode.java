package io.vedette.rules.head;

/**
 * Codes integers that move steadily: timestamps, and values that are decimals. A step equal to the last one takes one
 * bit. Any other is written as its distance from the steps' moving average, in as many bits as the last such distance
 * if that fits, because a counter's steps scatter about their mean by much the same each time.
 *
 * <p>Arithmetic wraps, alike in both directions, so every long is safe. An instance either writes or reads.
 */
final class DeltaCode {
    /** The average is kept with this many binary places, so that it settles on the very step of a steady series. */
    private static final int FRACTION = 8;
    /** One eighth of a new step goes into the average. */
    private static final int WEIGHT = 3;
    /** More unused bits than announcing a new width would cost. */
    private static final int WASTE = 6;

    private int seen;
    private long last;
    private long step;
    private long average;
    private int width;

    void write(BitWriter out, long value) {
        long next = value - last;
        if (next == step) {
            out.write(0, 1);
        } else {
            long distance = next - expectedStep();
            long zigzag = distance << 1 ^ distance >> 63;
            int needed = Math.max(1, 64 - Long.numberOfLeadingZeros(zigzag));
            if (needed <= width && width - needed <= WASTE) {
                out.write(0b10, 2);
                out.write(zigzag, width);
            } else {
                out.write(0b11, 2);
                out.write(needed - 1L, 6);
                out.write(zigzag, needed);
                width = needed;
            }
        }
        remember(value, next);
    }

    long read(BitReader in) {
        long next = step;
        if (in.readBit()) {
            if (in.readBit()) {
                width = (int) in.read(6) + 1;
            }
            long zigzag = in.read(width);
            next = expectedStep() + (zigzag >>> 1 ^ -(zigzag & 1));
        }
        long value = last + next;
        remember(value, next);
        return value;
    }

    private long expectedStep() {
        return average + (1 << FRACTION - 1) >> FRACTION;
    }

    private void remember(long value, long next) {
        if (seen < 2) {
            // The first "step" is the distance from zero and says nothing about the next.
            step = seen == 0 ? 0 : next;
            average = step << FRACTION;
            width = 0;
            seen++;
        } else if (next == step) {
            average = next << FRACTION;
        } else {
            average += (next << FRACTION) - average >> WEIGHT;
            step = next;
        }
        last = value;
    }
}
