package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;

/**
 * Walks protobuf's wire format in an array. A request holds some ten fields for each sample, so what a general reader
 * does for each field would be most of the work; here a field is a few comparisons.
 *
 * <p>Not safe for use by several threads.
 */
final class WireCursor {
    private static final int GROUP_START = 3;
    private static final int GROUP_END = 4;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT_BITS = 70;

    private final byte[] bytes;
    private final int end;
    private int at;

    WireCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Where the next byte to read stands. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at == end;
    }

    void moveTo(int position) {
        at = position;
    }

    /** A field's number and wire type. */
    int tag() throws MalformedRecordException {
        int start = at;
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw malformed(start, "no field has this tag");
        }
        return (int) tag;
    }

    /** Reads a length and returns where what it measures ends. */
    int endOfLength() throws MalformedRecordException {
        return endOfLength(end);
    }

    /** The same inside a part that ends earlier. */
    int endOfLength(int limit) throws MalformedRecordException {
        int start = at;
        long length = varint();
        if (length < 0 || length > limit - at) {
            throw malformed(
                    start,
                    "a length of " + Long.toUnsignedString(length) + " bytes where " + (limit - at) + " are left");
        }
        return at + (int) length;
    }

    long varint() throws MalformedRecordException {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT_BITS; shift += 7) {
            if (at >= end) {
                throw malformed(at, "cut short");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed(at, "a number that does not end");
    }

    long fixed64() throws MalformedRecordException {
        if (end - at < Long.BYTES) {
            throw malformed(at, "cut short");
        }
        long value = WireFields.word(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Steps over what a field holds. */
    void skip(int tag) throws MalformedRecordException {
        switch (tag & 7) {
            case WireFields.VARINT -> varint();
            case WireFields.FIXED64 -> fixed64();
            case WireFields.LENGTH_DELIMITED -> at = endOfLength();
            case FIXED32 -> {
                if (end - at < Integer.BYTES) {
                    throw malformed(at, "cut short");
                }
                at += Integer.BYTES;
            }
            case GROUP_START, GROUP_END -> throw malformed(at, "a group, of which there are none");
            default -> throw malformed(at, "an unknown wire type");
        }
    }

    /** Inside a part that ends at {@code limit}: what has been read must not reach beyond it. */
    void checkWithin(int limit) throws MalformedRecordException {
        if (at > limit) {
            throw malformed(limit, "a field that is longer than what it is part of");
        }
    }

    MalformedRecordException malformed(int position, String reason) {
        return new MalformedRecordException(
                "not a write request: at byte " + position + " of " + bytes.length + ": " + reason);
    }
}
