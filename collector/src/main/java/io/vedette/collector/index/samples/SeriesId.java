package io.vedette.collector.index.samples;

import io.vedette.rules.labels.Labels;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a series is known by in an index: the first half of its labels' SHA-256, the same on every collector. */
public record SeriesId(long high, long low) {
    private static final int BYTES = 2 * Long.BYTES;

    /** The id of the series with these labels. */
    public static SeriesId of(Labels labels) {
        return of(LabelBytes.write(labels));
    }

    /** The id of the series whose labels {@link LabelBytes} wrote like this. */
    public static SeriesId of(byte[] labels) {
        try {
            return of(ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(labels)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static SeriesId of(ByteBuffer bytes) {
        return new SeriesId(bytes.getLong(), bytes.getLong());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static SeriesId parse(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("no id of a series: " + text);
        }
        return of(ByteBuffer.wrap(bytes));
    }

    /** As 16 bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** As 22 letters, digits, hyphens and underscores. */
    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(toBytes());
    }
}
