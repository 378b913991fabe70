package io.vedette.collector.index.samples;

/**
 * Doubles that are decimals with few places, as integers. This is a form on disk, so it stays as it is whatever the
 * head does in memory.
 */
final class DecimalPlaces {
    /** In place of a number of places: these values are no such decimals. */
    static final int NONE = -1;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    /** Up to here every integer is a double. */
    private static final double LARGEST = 1L << 53;

    private DecimalPlaces() {}

    /** The fewest places, from {@code least} on, with which a value comes back to the bit; {@link #NONE} if none do. */
    static int of(double value, int least) {
        for (int places = least; places < POWERS.length; places++) {
            if (isExact(value, places)) {
                return places;
            }
        }
        return NONE;
    }

    static boolean isExact(double value, int places) {
        double scaled = Math.rint(value * POWERS[places]);
        return Math.abs(scaled) < LARGEST
                && Double.doubleToRawLongBits(unscale((long) scaled, places)) == Double.doubleToRawLongBits(value);
    }

    static long scale(double value, int places) {
        return (long) Math.rint(value * POWERS[places]);
    }

    /** @throws IllegalArgumentException if there is no such number of places */
    static double unscale(long scaled, int places) {
        if (places < 0 || places >= POWERS.length) {
            throw new IllegalArgumentException("decimals of " + places + " places");
        }
        // Both operands are exact, so the quotient is the double nearest to the decimal.
        return places == 0 ? scaled : scaled / POWERS[places];
    }
}
