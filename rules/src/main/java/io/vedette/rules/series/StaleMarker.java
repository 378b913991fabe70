package io.vedette.rules.series;

/**
 * The NaN that says a series has ended, told from other NaNs by its bits (as in Prometheus, {@code value.StaleNaN}).
 */
public final class StaleMarker {
    /** The bits of the marker. */
    public static final long BITS = 0x7ff0000000000002L;

    /** The marker as a value; compare with {@link #is}. */
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private StaleMarker() {}

    /** Whether a value is the marker. */
    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
