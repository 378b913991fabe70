package io.vedette.collector.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.index.samples.SampleHistory;
import io.vedette.rules.series.SourceException;
import java.io.IOException;

/** Asks the history, counts, and turns its failures into those of a source. Safe for use by any thread. */
final class CountedReads {
    private final SampleHistory history;
    private final Counter reads;
    private final Counter errors;

    CountedReads(SampleHistory history, MeterRegistry meters) {
        this.history = history;
        this.reads = Counter.builder("vedette_history_reads_total")
                .description("Questions to the history.")
                .register(meters);
        this.errors = Counter.builder("vedette_history_read_errors_total")
                .description("Questions that the history did not answer.")
                .register(meters);
    }

    /** A question to the history. */
    interface Question<T> {
        T ask(SampleHistory history) throws IOException;
    }

    /** @throws SourceException if the history does not answer */
    <T> T ask(Question<T> question) {
        reads.increment();
        try {
            return question.ask(history);
        } catch (IOException e) {
            errors.increment();
            throw new SourceException(String.valueOf(e.getMessage()), e);
        }
    }
}
