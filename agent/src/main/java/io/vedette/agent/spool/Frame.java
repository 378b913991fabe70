package io.vedette.agent.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record in a spool's file: a mark, the sequence number, the length, a CRC-32C over these and the bytes, the bytes.
 * Where one is damaged the next is found by its mark.
 *
 * @param sequence number of the record
 * @param begin where it begins
 * @param bytesBegin where its bytes begin
 * @param end where it ends
 */
record Frame(long sequence, int begin, int bytesBegin, int end) {
    static final int HEADER_BYTES = 20;

    private static final int MARK = 0x56_53_50_31;
    private static final byte FIRST_OF_MARK = 0x56;
    private static final int CHECKSUM_AT = 16;

    /** Appends a record. */
    static void put(ByteBuffer target, long sequence, byte[] bytes) {
        int begin = target.position();
        target.putInt(MARK).putLong(sequence).putInt(bytes.length).putInt(0).put(bytes);
        target.putInt(begin + CHECKSUM_AT, checksum(target.array(), begin, bytes.length));
    }

    /** The first whole record at or behind a place, null if there is none. */
    static @Nullable Frame next(byte[] data, int from, int to) {
        ByteBuffer view = ByteBuffer.wrap(data);
        for (int at = from; at + HEADER_BYTES <= to; at++) {
            if (data[at] == FIRST_OF_MARK && view.getInt(at) == MARK) {
                int length = view.getInt(at + 12);
                boolean fits = length >= 0 && length <= to - at - HEADER_BYTES;
                if (fits && view.getInt(at + CHECKSUM_AT) == checksum(data, at, length)) {
                    int bytesBegin = at + HEADER_BYTES;
                    return new Frame(view.getLong(at + 4), at, bytesBegin, bytesBegin + length);
                }
            }
        }
        return null;
    }

    private static int checksum(byte[] data, int begin, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(data, begin + 4, CHECKSUM_AT - 4);
        checksum.update(data, begin + HEADER_BYTES, length);
        return (int) checksum.getValue();
    }
}
