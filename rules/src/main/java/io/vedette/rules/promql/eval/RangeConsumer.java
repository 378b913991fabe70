package io.vedette.rules.promql.eval;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.series.SampleBuffer;

/** Is given the series of a range vector one after the other. */
@FunctionalInterface
interface RangeConsumer {
    /**
     * Takes one series.
     *
     * @param dropsName whether the metric's name is to be dropped at the end of the query
     * @param samples all that any step's range may hold, at least one; without stale markers; valid during the call
     */
    void accept(Labels labels, boolean dropsName, SampleBuffer samples) throws QueryException;
}
