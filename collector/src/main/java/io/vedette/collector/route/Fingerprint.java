package io.vedette.collector.route;

import io.vedette.rules.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The identity of a label set in the ecosystem: FNV-1a, 64 bits, over names and values, each followed by 0xff. */
final class Fingerprint {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xff;

    private Fingerprint() {}

    static String of(Labels labels) {
        long hash = OFFSET_BASIS;
        for (int i = 0; i < labels.size(); i++) {
            hash = add(add(hash, labels.nameAt(i)), labels.valueAt(i));
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static long add(long hash, String text) {
        long result = hash;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (octet & 0xff)) * PRIME;
        }
        return (result ^ SEPARATOR) * PRIME;
    }
}
