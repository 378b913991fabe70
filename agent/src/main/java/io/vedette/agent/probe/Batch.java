package io.vedette.agent.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What one cycle measured, all of it at one timestamp. No series is in it twice. Immutable; safe for use by any thread.
 *
 * <p>The samples of one probe stand together, but those of one family need not.
 */
public final class Batch {
    private final long timestampMillis;
    private final List<Collected> parts;
    private final int size;

    /** @param parts what each probe gave */
    Batch(long timestampMillis, List<Collected> parts) {
        this.timestampMillis = timestampMillis;
        this.parts = List.copyOf(parts);
        this.size = parts.stream().mapToInt(Collected::size).sum();
    }

    /** A batch without samples. */
    public static Batch empty(long timestampMillis) {
        return new Batch(timestampMillis, List.of());
    }

    /** Receives samples. */
    @FunctionalInterface
    public interface SampleVisitor {
        /** One sample of the batch. */
        void sample(Series series, double value);
    }

    /** When the cycle began, in milliseconds since the Unix epoch: the time of all its samples. */
    public long timestampMillis() {
        return timestampMillis;
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** Hands over every sample. */
    public void forEach(SampleVisitor visitor) {
        for (Collected part : parts) {
            part.forEach(visitor);
        }
    }

    /** The families that occur; the parts of a histogram are a family each, with one name. */
    public List<Family> families() {
        Set<Family> families = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Family> inOrder = new ArrayList<>();
        forEach((series, value) -> {
            if (families.add(series.family())) {
                inOrder.add(series.family());
            }
        });
        return inOrder;
    }
}
