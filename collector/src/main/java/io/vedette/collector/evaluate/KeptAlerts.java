package io.vedette.collector.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.collector.state.StateException;
import io.vedette.collector.state.StateKey;
import io.vedette.collector.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All alerts that the state topic has, of whatever group.
 *
 * @param records those that could be understood
 */
record KeptAlerts(List<AlertRecord> records) {
    private static final Logger LOG = LoggerFactory.getLogger(KeptAlerts.class);

    KeptAlerts {
        records = List.copyOf(records);
    }

    static KeptAlerts read(StateStore store) {
        List<AlertRecord> records = new ArrayList<>();
        store.ofKind(AlertRecord.KIND).forEach((id, json) -> {
            try {
                records.add(AlertRecord.parse(json));
            } catch (IllegalArgumentException e) {
                LOG.warn("state {}/{} is passed over: {}", AlertRecord.KIND, id, e.getMessage());
            }
        });
        return new KeptAlerts(records);
    }

    /**
     * Ends the alerts of groups that were in force in an earlier process and are no more: what fires is resolved at the
     * instant the group was evaluated last, what was pending is forgotten.
     *
     * @param present ids of the groups in force
     * @return alerts to tell of: those resolved now, and those that were so earlier
     */
    List<AlertRecord> endOthers(Set<String> present, StateStore store) throws StateException {
        List<AlertRecord> resolved = new ArrayList<>();
        Map<StateKey, Optional<JsonNode>> writes = new LinkedHashMap<>();
        for (AlertRecord record : records) {
            if (present.contains(record.group())) {
                continue;
            }
            Instant last = lastEvaluation(record, store);
            if (record.isFiring()) {
                AlertRecord ended = record.resolvedAt(last);
                resolved.add(ended);
                writes.put(ended.key(), Optional.of(ended.toJson()));
            } else if (record.isResolved() && !record.isOldAt(last)) {
                resolved.add(record);
            } else {
                writes.put(record.key(), Optional.empty());
            }
        }
        if (!writes.isEmpty()) {
            store.put(writes);
        }
        return resolved;
    }

    private static Instant lastEvaluation(AlertRecord record, StateStore store) {
        return store.get(new StateKey(GroupMemory.MARK, record.group()))
                .map(GroupMemory::instant)
                .filter(mark -> mark.isAfter(record.at()))
                .orElse(record.at());
    }
}
