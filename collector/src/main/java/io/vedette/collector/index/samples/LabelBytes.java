package io.vedette.collector.index.samples;

import io.vedette.rules.labels.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A label set as bytes: each name and each value with its length before it, in order of names. */
public final class LabelBytes {
    private LabelBytes() {}

    /** The bytes of a label set. */
    public static byte[] write(Labels labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * labels.size());
        labels.forEach((name, value) -> {
            write(out, name);
            write(out, value);
        });
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Varint.write(out, bytes.length);
        out.writeBytes(bytes);
    }

    /**
     * The label set that {@link #write} made these bytes of.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static Labels read(ByteBuffer bytes) {
        return read(bytes, text -> text);
    }

    /** The same, made of the texts that {@code canonical} gives in place of equal ones, so that sets can share them. */
    public static Labels read(ByteBuffer bytes, UnaryOperator<String> canonical) {
        String[] namesAndValues = new String[16];
        int count = 0;
        while (bytes.hasRemaining()) {
            if (count == namesAndValues.length) {
                namesAndValues = Arrays.copyOf(namesAndValues, 2 * count);
            }
            namesAndValues[count++] = canonical.apply(readText(bytes));
        }
        if (count % 2 != 0) {
            throw new IllegalArgumentException("a label without a value");
        }
        return Labels.ofSorted(namesAndValues, count);
    }

    private static String readText(ByteBuffer bytes) {
        long length = Varint.read(bytes);
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("labels that end within a text");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
