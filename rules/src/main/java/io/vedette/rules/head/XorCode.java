package io.vedette.rules.head;

/**
 * Codes doubles by their difference in bits from the one before (Pelkonen et al., "Gorilla", VLDB 2015, section 4.1.2).
 * Every bit pattern survives, the stale marker among them. An instance either writes or reads.
 */
final class XorCode {
    /** More unused bits than announcing a new window would cost. */
    private static final int WASTE = 11;

    private long last;
    private int leading;
    private int width;

    void write(BitWriter out, long bits) {
        long difference = bits ^ last;
        last = bits;
        if (difference == 0) {
            out.write(0, 1);
            return;
        }
        int zerosBefore = Long.numberOfLeadingZeros(difference);
        int zerosAfter = Long.numberOfTrailingZeros(difference);
        int needed = 64 - zerosBefore - zerosAfter;
        int after = 64 - leading - width;
        if (width > 0 && zerosBefore >= leading && zerosAfter >= after && width - needed <= WASTE) {
            out.write(0b10, 2);
        } else {
            leading = zerosBefore;
            width = needed;
            out.write(0b11, 2);
            out.write(leading, 6);
            out.write(width - 1L, 6);
        }
        out.write(difference >>> 64 - leading - width, width);
    }

    long read(BitReader in) {
        if (in.readBit()) {
            if (in.readBit()) {
                leading = (int) in.read(6);
                width = (int) in.read(6) + 1;
            }
            last ^= in.read(width) << 64 - leading - width;
        }
        return last;
    }
}
