package io.vedette.agent.peer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What an agent tells of itself, under the key {@code agent/<host>} of the state topic.
 *
 * @param host the node's name
 * @param addresses its IPv4 and IPv6 addresses
 * @param version of its agent
 * @param timeMillis when it said so, milliseconds since the Unix epoch
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Presence(String host, List<String> addresses, String version, long timeMillis) {
    /** What all keys begin with. */
    static final String KEY_PREFIX = "agent/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 16 << 10;
    private static final int MAX_ADDRESSES = 16;

    Presence {
        if (host.isBlank() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException("an agent needs a name and at most " + MAX_ADDRESSES + " addresses");
        }
        addresses = List.copyOf(addresses);
        addresses.forEach(Presence::requireAddress);
    }

    /** Addresses are handed to ping: nothing but what an address is made of may pass. */
    private static void requireAddress(String address) {
        boolean good = !address.isEmpty()
                && address.length() < 64
                && address.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0 && c < 128);
        if (!good) {
            throw new IllegalArgumentException("\"" + address + "\" is no address");
        }
    }

    /** The key of its record. */
    String key() {
        return KEY_PREFIX + host;
    }

    /** Its record's value. */
    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot happen: a record is always JSON", e);
        }
    }

    /**
     * Reads a record's value.
     *
     * @throws IOException if it is not what an agent says of itself
     */
    static Presence fromJson(byte[] json) throws IOException {
        if (json.length > MAX_BYTES) {
            throw new IOException(json.length + " bytes are too many");
        }
        Presence presence = JSON.readValue(json, Presence.class);
        if (presence == null) {
            throw new IOException("null");
        }
        return presence;
    }
}
