package io.vedette.rules.group;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.series.SeriesSource;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What rule groups share.
 *
 * @param source what their queries look at
 * @param sink where their samples go
 * @param defaultInterval time between evaluations of a group that names none
 * @param defaultQueryOffset how far back queries of a group look that names none
 * @param resendDelay after which a firing alert is told of again
 * @param externalLabels of this cluster, for templates
 * @param externalUrl under which people reach this collector, for templates
 * @param nanos elapsed time in nanoseconds, only to tell how long evaluations take
 */
public record RuleGroupContext(
        SeriesSource source,
        QueryEngine engine,
        SampleSink sink,
        Duration defaultInterval,
        Duration defaultQueryOffset,
        Duration resendDelay,
        Labels externalLabels,
        String externalUrl,
        LongSupplier nanos) {}
