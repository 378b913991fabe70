package io.vedette.collector.notify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names made of what a message is about, so that the same message has the same name in every process. */
public final class IdempotencyKey {
    private static final int BYTES = 16;

    private IdempotencyKey() {}

    static String of(
            String integration, String groupKey, Instant at, Set<String> firing, Map<String, Instant> resolved) {
        return hash(integration
                + '\n'
                + groupKey
                + '\n'
                + at
                + '\n'
                + new TreeSet<>(firing)
                + '\n'
                + new TreeMap<>(resolved));
    }

    /** 32 hexadecimal digits made of a text. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot happen: every JVM has SHA-256", e);
        }
    }
}
