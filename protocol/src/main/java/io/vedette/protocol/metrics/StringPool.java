package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings by their UTF-8 bytes: a direct-mapped cache of a fixed number of slots, where a newcomer takes the place of
 * whoever was there. Bounded however many different strings a sender makes up.
 *
 * <p>Not safe for use by several threads.
 */
final class StringPool {
    private static final int SLOTS = 1 << 13;
    private static final int LONGEST_KEPT = 256;

    private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];

    private record Entry(byte[] bytes, String string) {}

    String get(byte[] source, int start, int length) throws MalformedRecordException {
        if (length > LONGEST_KEPT) {
            return decode(source, start, length);
        }
        int hash = 0;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + source[i];
        }
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Entry entry = slots[slot];
        if (entry != null
                && entry.bytes.length == length
                && Arrays.equals(entry.bytes, 0, length, source, start, start + length)) {
            return entry.string;
        }
        String string = decode(source, start, length);
        slots[slot] = new Entry(Arrays.copyOfRange(source, start, start + length), string);
        return string;
    }

    private static String decode(byte[] source, int start, int length) throws MalformedRecordException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(source, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRecordException("a label that is not UTF-8, at byte " + start, e);
        }
    }
}
