package io.vedette.rules.histogram;

import io.vedette.rules.histogram.FloatHistogram.ResetHint;
import org.jspecify.annotations.Nullable;

/** Whether a counter was reset between two samples. */
public final class ResetDetection {
    private ResetDetection() {}

    /** Whether any part of a histogram went down, or its buckets became finer, since the sample before. */
    public static boolean wasReset(FloatHistogram before, FloatHistogram now) {
        if (now.hint() == ResetHint.RESET || now.hint() == ResetHint.NOT_RESET) {
            return now.hint() == ResetHint.RESET;
        }
        if (now.count() < before.count() || now.isCustom() != before.isCustom()) {
            return true;
        }
        if (now.isCustom()) {
            Alignment aligned = Alignment.of(now, before);
            return aligned.left().positive().fellSince(aligned.right().positive());
        }
        if (now.schema() > before.schema() || now.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        FloatHistogram aligned = Alignment.widened(before, now.zeroThreshold());
        if (aligned.zeroThreshold() != now.zeroThreshold() || now.zeroCount() < aligned.zeroCount()) {
            return true;
        }
        FloatHistogram reduced = aligned.reducedTo(now.schema());
        return now.positive().fellSince(reduced.positive()) || now.negative().fellSince(reduced.negative());
    }

    /**
     * What a storage knows about a reset of a sample once it is stored, as Prometheus's does: it begins a new chunk at
     * a reset and where the buckets change, and within a chunk it knows of no reset.
     *
     * @param before the sample before, as it was stored; null if there is none
     */
    public static ResetHint stored(@Nullable FloatHistogram before, FloatHistogram now) {
        if (now.hint() == ResetHint.GAUGE || now.hint() == ResetHint.RESET) {
            return now.hint();
        }
        boolean continued = before != null
                && before.hint() != ResetHint.GAUGE
                && before.schema() == now.schema()
                && before.hasBoundsOf(now)
                && before.zeroThreshold() == now.zeroThreshold()
                && !wasReset(before, now.withHint(ResetHint.UNKNOWN));
        return continued ? ResetHint.NOT_RESET : ResetHint.UNKNOWN;
    }
}
