package io.vedette.collector.state;

import java.nio.charset.StandardCharsets;

/**
 * Key of a record in the state topic, written {@code kind/id}.
 *
 * @param kind what the record is about, for example {@code alert}; not empty, without a slash
 * @param id which one of that kind; not empty
 */
public record StateKey(String kind, String id) {
    public StateKey {
        if (kind.isEmpty() || kind.indexOf('/') >= 0 || id.isEmpty()) {
            throw new IllegalArgumentException("not a state key: kind \"" + kind + "\", id \"" + id + "\"");
        }
    }

    /**
     * Reads a key as it stands in Kafka.
     *
     * @throws IllegalArgumentException if it is not {@code kind/id}
     */
    public static StateKey parse(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        if (slash < 0) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
            throw new IllegalArgumentException("key \"" + shown + "\" is not kind/id");
        }
        return new StateKey(text.substring(0, slash), text.substring(slash + 1));
    }

    byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind + "/" + id;
    }
}
