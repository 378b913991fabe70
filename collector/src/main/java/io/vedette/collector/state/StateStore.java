package io.vedette.collector.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** JSON values by key that outlive the process. Safe for use by any thread. */
public interface StateStore {
    /** The value of a key; do not change it. */
    Optional<JsonNode> get(StateKey key);

    /** The values of one kind by id, as they stand now; do not change them. */
    Map<String, JsonNode> ofKind(String kind);

    /**
     * Keeps values; an empty one forgets its key. Returns once all are kept for good; until then {@link #get} answers
     * the old ones. Not atomic: of a failed call some may have been kept.
     *
     * @throws StateException if not all could be kept
     */
    void put(Map<StateKey, Optional<JsonNode>> values) throws StateException;

    /** Keeps one value. */
    default void put(StateKey key, JsonNode value) throws StateException {
        put(Map.of(key, Optional.of(value)));
    }

    /** Forgets a key. */
    default void forget(StateKey key) throws StateException {
        put(Map.of(key, Optional.empty()));
    }
}
