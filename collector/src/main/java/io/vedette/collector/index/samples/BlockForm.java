package io.vedette.collector.index.samples;

/** What the bytes of a block are; the first of them says it, so the order here must not change. */
enum BlockForm {
    INTEGERS,
    DECIMALS,
    DOUBLES;

    private static final int DEFLATED = 0x80;

    /** The byte that says it. */
    int mark(boolean deflated) {
        return ordinal() | (deflated ? DEFLATED : 0);
    }

    static boolean isDeflated(byte mark) {
        return (mark & DEFLATED) != 0;
    }

    /** @throws IllegalArgumentException if this version has no such form */
    static BlockForm of(byte mark) {
        int number = mark & DEFLATED - 1;
        if (number >= values().length) {
            throw new IllegalArgumentException("form " + number + ", which a later Vedette may have written");
        }
        return values()[number];
    }
}
