package io.vedette.rules.head;

/**
 * Doubles that are decimals with few places, as counters, clock ticks and percentages are: scaled to an integer they
 * move in small steps, where the doubles' bits would look random.
 */
final class Decimals {
    /** In place of a number of decimal places: the value is no such decimal. */
    static final int NONE = -1;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    /** Up to here every integer is a double. */
    private static final double LARGEST = 1L << 53;

    private Decimals() {}

    /** The fewest places, from {@code least} on, with which a value is exact; {@link #NONE} if there are none. */
    static int places(double value, int least) {
        for (int places = least; places < POWERS.length; places++) {
            if (isExact(value, places)) {
                return places;
            }
        }
        return NONE;
    }

    /** Whether {@link #unscale} gives back each bit of what {@link #scale} makes of a value. */
    static boolean isExact(double value, int places) {
        double scaled = Math.rint(value * POWERS[places]);
        return Math.abs(scaled) < LARGEST
                && Double.doubleToRawLongBits(unscale((long) scaled, places)) == Double.doubleToRawLongBits(value);
    }

    /** Ten to the power of a number of decimal places. */
    static double power(int places) {
        return POWERS[places];
    }

    static long scale(double value, int places) {
        return (long) Math.rint(value * POWERS[places]);
    }

    static double unscale(long scaled, int places) {
        // Both operands are exact, so the quotient is the double nearest to the decimal: the one its text stands for.
        return places == 0 ? scaled : scaled / POWERS[places];
    }
}
