package io.vedette.collector.logs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.deadletter.DeadLetters;
import io.vedette.collector.index.LogIndex;
import io.vedette.collector.index.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Brings a batch to the index, and what has no place there to the dead letters.
 *
 * <p>Not safe for use by several threads.
 */
final class Delivery {
    private final LogIndex index;
    private final DeadLetters deadLetters;
    private final LogMetrics counts;
    private final Counter added;
    private final Counter repeated;
    private final Counter refused;
    private final Counter retries;

    Delivery(LogIndex index, DeadLetters deadLetters, LogMetrics counts, MeterRegistry meters) {
        this.index = index;
        this.deadLetters = deadLetters;
        this.counts = counts;
        added = documents(meters, "added");
        repeated = documents(meters, "repeated");
        refused = documents(meters, "refused");
        retries = Counter.builder("vedette_index_retries_total")
                .description("Documents that the index could not take at the moment and that were given to it again")
                .register(meters);
    }

    private static Counter documents(MeterRegistry meters, String outcome) {
        return Counter.builder("vedette_index_documents_total")
                .description("Log documents given to the index, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    /**
     * Tries to settle all that waits in the batch.
     *
     * @return why some of it waits still; empty if all is settled
     * @throws IOException as {@link LogIndex#add}
     */
    Optional<String> attempt(Batch batch) throws IOException {
        Optional<String> later = store(batch);
        return later.isPresent() ? later : bury(batch);
    }

    private Optional<String> store(Batch batch) throws IOException {
        if (batch.waiting().isEmpty()) {
            return Optional.empty();
        }
        List<Batch.Item> items = List.copyOf(batch.waiting());
        List<Outcome> outcomes =
                index.add(items.stream().map(Batch.Item::document).toList());
        List<Batch.Item> again = new ArrayList<>();
        String reason = "";
        for (int i = 0; i < items.size(); i++) {
            Batch.Item item = items.get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Done done) {
                settle(item, done);
            } else if (outcome instanceof Outcome.Later later) {
                again.add(item);
                reason = later.reason();
            } else if (outcome instanceof Outcome.Never never) {
                refused.increment();
                batch.giveUp(
                        item.origin(),
                        "the line at offset " + item.document().id().offset() + " of its source is not accepted: "
                                + never.reason());
            }
        }
        batch.waiting().clear();
        batch.waiting().addAll(again);
        retries.increment(again.size());
        return again.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    private void settle(Batch.Item item, Outcome.Done done) {
        if (done.added()) {
            added.increment();
            counts.count(item.document());
        } else {
            repeated.increment();
        }
    }

    private Optional<String> bury(Batch batch) {
        var records = batch.hopeless().entrySet().iterator();
        while (records.hasNext()) {
            Map.Entry<ConsumerRecord<byte[], byte[]>, String> next = records.next();
            try {
                deadLetters.bury(next.getKey(), next.getValue());
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            records.remove();
        }
        return Optional.empty();
    }
}
