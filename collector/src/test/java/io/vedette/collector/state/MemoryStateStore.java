package io.vedette.collector.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** State that lives as long as this object: what a test hands from one process to the next. */
public final class MemoryStateStore implements StateStore {
    private final Map<StateKey, JsonNode> values = new ConcurrentHashMap<>();
    private volatile boolean failing;

    /** From now on nothing is kept, as when Kafka does not answer; or all is again. */
    public void fail(boolean fails) {
        failing = fails;
    }

    @Override
    public Optional<JsonNode> get(StateKey key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public Map<String, JsonNode> ofKind(String kind) {
        Map<String, JsonNode> found = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.kind().equals(kind)) {
                found.put(key.id(), value);
            }
        });
        return found;
    }

    @Override
    public void put(Map<StateKey, Optional<JsonNode>> changes) throws StateException {
        if (failing) {
            throw new StateException("state is not kept now");
        }
        changes.forEach((key, value) -> value.ifPresentOrElse(json -> values.put(key, json), () -> values.remove(key)));
    }
}
