package io.vedette.protocol.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as {@code 64MiB}, {@code 1.5GiB}, {@code 512kB} or {@code 4096}.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s?(|B|[kKMGT]i?B?)");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /**
     * Reads a size; {@code k}, {@code M}, {@code G} and {@code T} are powers of 1000, with {@code i} powers of 1024.
     *
     * @throws IllegalArgumentException if the text is no size, with a message that shows the right form
     */
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size; write for example 64MiB");
        }
        String unit = form.group(2).toUpperCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : "BKMGT".indexOf(unit.charAt(0));
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= unit.contains("I") ? 1024 : 1000;
        }
        try {
            return new ByteSize(new BigDecimal(form.group(1))
                    .multiply(BigDecimal.valueOf(factor))
                    .toBigInteger()
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is more than 8 EiB", e);
        }
    }
}
