package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;

/**
 * Writes the samples of long answers: digit by digit into one array of characters, as a text for each number would cost
 * more than the query. What comes out is what {@link SampleText} says.
 *
 * <p>Not safe for use by several threads.
 */
final class SampleChars {
    private static final int ROOM = 4_096;
    /** More than a sample needs. */
    private static final int LONGEST_SAMPLE = 128;

    private static final double LONG_EXACT = 1e15;
    /** From here to {@link #PLAIN_BEFORE} Java writes a number without exponent, as Go does. */
    private static final double PLAIN_FROM = 1e-3;

    private static final double PLAIN_BEFORE = 1e7;

    private final char[] chars = new char[ROOM];
    private int length;

    /** Writes samples as elements of an array that is open. */
    void write(JsonGenerator json, long[] timestampsMillis, double[] values) throws IOException {
        for (int i = 0; i < timestampsMillis.length; i++) {
            if (i > 0) {
                chars[length++] = ',';
            }
            sample(timestampsMillis[i], values[i]);
            if (length > ROOM - LONGEST_SAMPLE) {
                flush(json);
            }
        }
        flush(json);
    }

    /** Writes one sample as a value. */
    void write(JsonGenerator json, long timestampMillis, double value) throws IOException {
        sample(timestampMillis, value);
        json.writeRawValue(chars, 0, length);
        length = 0;
    }

    private void flush(JsonGenerator json) throws IOException {
        json.writeRaw(chars, 0, length);
        length = 0;
    }

    private void sample(long timestampMillis, double value) {
        chars[length++] = '[';
        timestamp(timestampMillis);
        chars[length++] = ',';
        chars[length++] = '"';
        value(value);
        chars[length++] = '"';
        chars[length++] = ']';
    }

    private void timestamp(long millis) {
        long magnitude = Math.abs(millis);
        if (millis < 0) {
            chars[length++] = '-';
        }
        integer(magnitude / 1000);
        int fraction = (int) (magnitude % 1000);
        if (fraction != 0) {
            chars[length++] = '.';
            thousandths(fraction);
        }
    }

    private void value(double value) {
        double scaled = value * 1000;
        long thousandths = (long) scaled;
        if (thousandths == scaled && Math.abs(scaled) < LONG_EXACT && thousandths / 1000.0 == value && value != 0) {
            // No other decimal of 15 digits or fewer is this number, so these are the fewest digits.
            decimal(thousandths);
            return;
        }
        if (Double.doubleToRawLongBits(value) == 0) {
            chars[length++] = '0';
            return;
        }
        double magnitude = Math.abs(value);
        text(
                magnitude >= PLAIN_FROM && magnitude < PLAIN_BEFORE
                        ? NumberOutput.toString(value, true)
                        : SampleText.value(value));
    }

    private void decimal(long thousandths) {
        long magnitude = Math.abs(thousandths);
        if (thousandths < 0) {
            chars[length++] = '-';
        }
        integer(magnitude / 1000);
        int fraction = (int) (magnitude % 1000);
        if (fraction != 0) {
            chars[length++] = '.';
            thousandths(fraction);
            while (chars[length - 1] == '0') {
                length--;
            }
        }
    }

    private void thousandths(int fraction) {
        chars[length++] = (char) ('0' + fraction / 100);
        chars[length++] = (char) ('0' + fraction / 10 % 10);
        chars[length++] = (char) ('0' + fraction % 10);
    }

    private void integer(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            chars[at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void text(String text) {
        text.getChars(0, text.length(), chars, length);
        length += text.length();
    }
}
