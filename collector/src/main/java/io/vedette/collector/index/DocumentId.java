package io.vedette.collector.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a log line is known by, made from where it stood and from nothing else, so that it is the same on every try.
 *
 * <p>In text: the source's key, a dash, and the offset in base 36 behind one digit that says how many digits follow. So
 * ids of one source sort as their lines do.
 *
 * @param source key of the source, from {@link #sourceKey}
 * @param offset where the line began in its source, not negative
 */
public record DocumentId(String source, long offset) implements Comparable<DocumentId> {
    /** Characters of a source's key: 12 bytes in URL-safe base 64. */
    public static final int SOURCE_LENGTH = 16;

    private static final int RADIX = 36;

    public DocumentId {
        if (source.length() != SOURCE_LENGTH || offset < 0) {
            throw new IllegalArgumentException("no such document: source \"" + source + "\", offset " + offset);
        }
    }

    /**
     * The key of a source: the first 12 bytes of SHA-256 over host and identity. Costs a hash; take it once a chunk.
     *
     * @param host the node's name
     * @param identity what tells the source from others on the node
     */
    public static String sourceKey(String host, String identity) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(host.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(identity.getBytes(StandardCharsets.UTF_8));
            byte[] head = java.util.Arrays.copyOf(digest.digest(), SOURCE_LENGTH * 3 / 4);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(head);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads an id's text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DocumentId parse(String text) {
        if (text.length() < SOURCE_LENGTH + 3
                || text.charAt(SOURCE_LENGTH) != '-'
                || Character.digit(text.charAt(SOURCE_LENGTH + 1), RADIX) != text.length() - SOURCE_LENGTH - 2) {
            throw new IllegalArgumentException("not a document's id: \"" + text + "\"");
        }
        return new DocumentId(
                text.substring(0, SOURCE_LENGTH), Long.parseLong(text.substring(SOURCE_LENGTH + 2), RADIX));
    }

    @Override
    public int compareTo(DocumentId other) {
        int bySource = source.compareTo(other.source);
        return bySource != 0 ? bySource : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        String digits = Long.toString(offset, RADIX);
        return source + '-' + Character.forDigit(digits.length(), RADIX) + digits;
    }
}
