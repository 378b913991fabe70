package io.vedette.collector.index.samples;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.SampleBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Makes blocks of samples. Integers are written as their distance from steps of equal size, and the whole is deflated,
 * so that what is constant or steady takes next to nothing. Values that are decimals are written as integers; the odd
 * one that is not, such as a stale marker, with its bits beside them. Series of other doubles are written as
 * differences in bits, all first bytes first, as these hardly change.
 *
 * <p>The bits of every value survive. Not safe for use by several threads.
 */
public final class BlockWriter implements AutoCloseable {
    /** More exceptions than one in so many samples, and doubles are the better form. */
    private static final int SAMPLES_PER_EXCEPTION = 8;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private byte[] deflated = new byte[1024];

    /**
     * A block of some samples of a buffer.
     *
     * @param begin index of the first sample
     * @param end index behind the last; at most {@link SampleBlock#SAMPLES_MAX} behind the first
     */
    public SampleBlock write(SeriesId series, Labels labels, SampleBuffer samples, int begin, int end) {
        return new SampleBlock(
                series,
                labels,
                samples.timestampMillis(begin),
                samples.timestampMillis(end - 1),
                end - begin,
                times(samples, begin, end),
                values(samples, begin, end));
    }

    private byte[] times(SampleBuffer samples, int begin, int end) {
        long[] times = new long[end - begin];
        System.arraycopy(samples.timestampsMillis(), begin, times, 0, times.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream(3 * times.length);
        writeIntegers(out, times);
        return packed(BlockForm.INTEGERS, times.length, out);
    }

    private byte[] values(SampleBuffer samples, int begin, int end) {
        int count = end - begin;
        int places = places(samples, begin, end);
        ByteArrayOutputStream out = new ByteArrayOutputStream(3 * count);
        if (places == DecimalPlaces.NONE) {
            writeDoubles(out, samples, begin, end);
            return packed(BlockForm.DOUBLES, count, out);
        }
        out.write(places);
        long[] scaled = new long[count];
        ByteArrayOutputStream exceptions = new ByteArrayOutputStream();
        int exceptionCount = 0;
        for (int i = 0; i < count; i++) {
            double value = samples.value(begin + i);
            if (DecimalPlaces.isExact(value, places)) {
                scaled[i] = DecimalPlaces.scale(value, places);
            } else {
                scaled[i] = i == 0 ? 0 : scaled[i - 1];
                Varint.write(exceptions, i);
                exceptions.writeBytes(ByteBuffer.allocate(Long.BYTES)
                        .putLong(Double.doubleToRawLongBits(value))
                        .array());
                exceptionCount++;
            }
        }
        Varint.write(out, exceptionCount);
        out.writeBytes(exceptions.toByteArray());
        writeIntegers(out, scaled);
        return packed(BlockForm.DECIMALS, count, out);
    }

    /** The places that suit nearly all values; {@link DecimalPlaces#NONE} if too many are left over. */
    private static int places(SampleBuffer samples, int begin, int end) {
        int places = 0;
        for (int i = begin; i < end; i++) {
            places = Math.max(places, DecimalPlaces.of(samples.value(i), places));
        }
        // Counted last: a place more may have put large values out of reach.
        int exceptions = 0;
        for (int i = begin; i < end; i++) {
            exceptions += DecimalPlaces.isExact(samples.value(i), places) ? 0 : 1;
        }
        return exceptions * SAMPLES_PER_EXCEPTION > end - begin ? DecimalPlaces.NONE : places;
    }

    private static void writeIntegers(ByteArrayOutputStream out, long[] integers) {
        int last = integers.length - 1;
        long step = last == 0 ? 0 : (integers[last] - integers[0]) / last;
        Varint.writeSigned(out, integers[0]);
        Varint.writeSigned(out, step);
        for (int i = 1; i <= last; i++) {
            Varint.writeSigned(out, integers[i] - integers[i - 1] - step);
        }
    }

    private static void writeDoubles(ByteArrayOutputStream out, SampleBuffer samples, int begin, int end) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            long last = 0;
            for (int i = begin; i < end; i++) {
                long bits = Double.doubleToRawLongBits(samples.value(i));
                out.write((int) ((bits ^ last) >>> shift));
                last = bits;
            }
        }
    }

    private byte[] packed(BlockForm form, int count, ByteArrayOutputStream body) {
        byte[] raw = body.toByteArray();
        if (deflated.length < raw.length) {
            deflated = new byte[raw.length];
        }
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        // Where it does not fit, it is no gain.
        int length = deflater.deflate(deflated, 0, raw.length);
        boolean smaller = deflater.finished();
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 + (smaller ? length : raw.length));
        out.write(form.mark(smaller));
        Varint.write(out, count);
        if (smaller) {
            Varint.write(out, raw.length);
            out.write(deflated, 0, length);
        } else {
            out.writeBytes(raw);
        }
        return out.toByteArray();
    }

    /** Gives memory back. */
    @Override
    public void close() {
        deflater.end();
    }
}
