package io.vedette.collector.index.samples;

import io.vedette.rules.series.SampleBuffer;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what a {@link BlockWriter} wrote. Not safe for use by several threads. */
public final class BlockReader implements AutoCloseable {
    /** No block of {@link SampleBlock#SAMPLES_MAX} samples takes more. */
    private static final int RAW_BYTES_MAX = 20 * SampleBlock.SAMPLES_MAX + 64;

    private final Inflater inflater = new Inflater(true);
    private final long[] times = new long[SampleBlock.SAMPLES_MAX];
    private final double[] values = new double[SampleBlock.SAMPLES_MAX];
    private final long[] integers = new long[SampleBlock.SAMPLES_MAX];

    /** A block's form, number of samples and bytes, inflated. */
    private record Unpacked(BlockForm form, int count, ByteBuffer body) {}

    /**
     * Adds the samples of a time range, both ends inclusive, to a buffer.
     *
     * @throws IllegalArgumentException if this is no block, with the reason
     */
    public void read(StoredBlock block, long minMillis, long maxMillis, SampleBuffer into) {
        int count;
        try {
            count = readTimes(block.times());
            if (readValues(block.values()) != count) {
                throw new IllegalArgumentException("not as many values as times");
            }
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("damaged samples: " + e.getMessage(), e);
        }
        for (int i = 0; i < count; i++) {
            if (times[i] >= minMillis && times[i] <= maxMillis) {
                into.add(times[i], values[i]);
            }
        }
    }

    private int readTimes(byte[] bytes) throws DataFormatException {
        Unpacked times = unpack(bytes);
        if (times.form() != BlockForm.INTEGERS) {
            throw new IllegalArgumentException("times in the form of " + times.form());
        }
        readIntegers(times.body(), times.count(), this.times);
        return times.count();
    }

    private int readValues(byte[] bytes) throws DataFormatException {
        Unpacked unpacked = unpack(bytes);
        switch (unpacked.form()) {
            case DECIMALS -> readDecimals(unpacked.body(), unpacked.count());
            case DOUBLES -> readDoubles(unpacked.body(), unpacked.count());
            case INTEGERS -> throw new IllegalArgumentException("values in the form of times");
        }
        return unpacked.count();
    }

    private void readDecimals(ByteBuffer in, int count) {
        int places = in.get();
        long exceptions = Varint.read(in);
        ByteBuffer exceptional = in.slice();
        for (long i = 0; i < exceptions; i++) {
            Varint.read(in);
            in.position(in.position() + Long.BYTES);
        }
        readIntegers(in, count, integers);
        for (int i = 0; i < count; i++) {
            values[i] = DecimalPlaces.unscale(integers[i], places);
        }
        for (long i = 0; i < exceptions; i++) {
            int index = (int) Varint.read(exceptional);
            values[index] = Double.longBitsToDouble(exceptional.getLong());
        }
    }

    private static void readIntegers(ByteBuffer in, int count, long[] into) {
        long last = Varint.readSigned(in);
        long step = Varint.readSigned(in);
        into[0] = last;
        for (int i = 1; i < count; i++) {
            last += step + Varint.readSigned(in);
            into[i] = last;
        }
    }

    private void readDoubles(ByteBuffer in, int count) {
        int start = in.position();
        if (in.remaining() < Long.BYTES * count) {
            throw new IllegalArgumentException("doubles that are cut off");
        }
        long last = 0;
        for (int i = 0; i < count; i++) {
            long difference = 0;
            for (int plane = 0; plane < Long.BYTES; plane++) {
                difference = difference << Byte.SIZE | in.get(start + plane * count + i) & 0xff;
            }
            last ^= difference;
            values[i] = Double.longBitsToDouble(last);
        }
    }

    private Unpacked unpack(byte[] bytes) throws DataFormatException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte mark = in.get();
        long count = Varint.read(in);
        if (count < 1 || count > SampleBlock.SAMPLES_MAX) {
            throw new IllegalArgumentException(count + " samples");
        }
        return new Unpacked(BlockForm.of(mark), (int) count, BlockForm.isDeflated(mark) ? inflate(in) : in);
    }

    private ByteBuffer inflate(ByteBuffer in) throws DataFormatException {
        long length = Varint.read(in);
        if (length < 0 || length > RAW_BYTES_MAX) {
            throw new IllegalArgumentException(length + " bytes");
        }
        byte[] raw = new byte[(int) length];
        inflater.reset();
        inflater.setInput(in);
        int inflated = 0;
        while (inflated < raw.length) {
            int more = inflater.inflate(raw, inflated, raw.length - inflated);
            if (more == 0) {
                throw new DataFormatException("ends early");
            }
            inflated += more;
        }
        return ByteBuffer.wrap(raw);
    }

    /** Gives memory back. */
    @Override
    public void close() {
        inflater.end();
    }
}
