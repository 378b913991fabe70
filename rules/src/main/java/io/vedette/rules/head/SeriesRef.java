package io.vedette.rules.head;

import io.vedette.rules.labels.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A place to append to that remembers where its series is, for callers that meet the same labels again and again. It
 * stays good when the series is forgotten and comes back. Belongs to the {@link Head} that gave it out.
 */
public final class SeriesRef {
    private final Labels labels;
    private final boolean alone;
    /** Guarded by the head's lock. */
    private @Nullable MemorySeries series;

    SeriesRef(Labels labels, boolean alone) {
        this.labels = labels;
        this.alone = alone;
    }

    /** Whether the series' times are not those of others. */
    boolean isAlone() {
        return alone;
    }

    /** The series' labels. */
    public Labels labels() {
        return labels;
    }

    @Nullable
    MemorySeries series() {
        return series;
    }

    void pointTo(MemorySeries found) {
        series = found;
    }
}
