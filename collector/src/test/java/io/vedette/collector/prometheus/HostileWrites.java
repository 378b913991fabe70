package io.vedette.collector.prometheus;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Makes remote-write requests that no decent sender sends, of version 1.0, not compressed. The same for one seed. */
public final class HostileWrites {
    private static final int KINDS = 12;

    private final Random random;

    /** @param seed tells the requests */
    public HostileWrites(long seed) {
        this.random = new Random(seed);
    }

    /** A request with as many series as are asked for and nothing wrong with it. */
    public static byte[] good(String instance, int series, long timestampMillis) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (int i = 0; i < series; i++) {
                out.writeByteArray(
                        1, series(timestampMillis, i, "__name__", "good", "instance", instance, "n", "" + i));
            }
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen: writing to memory", e);
        }
    }

    private static byte[] series(long timestampMillis, double value, String... labels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (int i = 0; i < labels.length; i += 2) {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            CodedOutputStream labelOut = CodedOutputStream.newInstance(label);
            labelOut.writeString(1, labels[i]);
            labelOut.writeString(2, labels[i + 1]);
            labelOut.flush();
            out.writeByteArray(1, label.toByteArray());
        }
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        CodedOutputStream sampleOut = CodedOutputStream.newInstance(sample);
        sampleOut.writeDouble(1, value);
        sampleOut.writeInt64(2, timestampMillis);
        sampleOut.flush();
        out.writeByteArray(2, sample.toByteArray());
        out.flush();
        return bytes.toByteArray();
    }

    /** The next request. */
    public byte[] next(long timestampMillis) {
        try {
            return next(random.nextInt(KINDS), timestampMillis);
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen: writing to memory", e);
        }
    }

    private byte[] next(int kind, long timestampMillis) throws IOException {
        byte[] good = good("hostile", 1 + random.nextInt(5), timestampMillis);
        return switch (kind) {
            case 0 -> Arrays.copyOf(good, random.nextInt(good.length));
            case 1 -> flipped(good, 1 + random.nextInt(8));
            case 2 -> spliced(good);
            case 3 -> noise(random.nextInt(300));
            case 4 -> withLength(good);
            case 5 -> one(timestampMillis, "z", "1", "a", "2", "__name__", "disorder", "instance", "hostile");
            case 6 -> one(timestampMillis, "__name__", "twice", "a", "1", "a", "2");
            case 7 -> one(timestampMillis, "__name__", "empty", "", "nameless");
            case 8 -> one(timestampMillis, "instance", "hostile", "a", "no metric name");
            case 9 ->
                one(
                        timestampMillis,
                        "__name__",
                        "long",
                        "instance",
                        "hostile",
                        "l",
                        "x".repeat(1 << random.nextInt(21)));
            case 10 -> notUtf8(timestampMillis);
            default -> one(oddTime(timestampMillis), "__name__", "when", "instance", "hostile");
        };
    }

    private byte[] one(long timestampMillis, String... labels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(1, series(timestampMillis, Double.longBitsToDouble(random.nextLong()), labels));
        out.flush();
        return bytes.toByteArray();
    }

    private byte[] notUtf8(long timestampMillis) throws IOException {
        byte[] request = one(timestampMillis, "__name__", "bytes", "instance", "hostile", "l", "abcdef");
        int at = new String(request, StandardCharsets.ISO_8859_1).indexOf("abcdef");
        request[at + random.nextInt(6)] = (byte) (0x80 + random.nextInt(0x80));
        return request;
    }

    private long oddTime(long timestampMillis) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> timestampMillis + random.nextInt();
            case 3 -> 0;
            default -> random.nextLong();
        };
    }

    private byte[] flipped(byte[] good, int times) {
        byte[] flipped = good.clone();
        for (int i = 0; i < times; i++) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** A part of it stands twice, or not at all. */
    private byte[] spliced(byte[] good) {
        int from = random.nextInt(good.length);
        int to = random.nextInt(good.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(good, 0, from);
        bytes.write(good, to, good.length - to);
        return bytes.toByteArray();
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** Somewhere a length says more than there is: up to all that a varint can say. */
    private byte[] withLength(byte[] good) {
        byte[] boast = good.clone();
        int at = random.nextInt(boast.length);
        int length = Math.min(boast.length - at - 1, random.nextInt(10));
        Arrays.fill(boast, at, at + length, (byte) 0xFF);
        boast[at + length] = (byte) random.nextInt(0x80);
        return boast;
    }
}
