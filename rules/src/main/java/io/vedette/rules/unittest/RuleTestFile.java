package io.vedette.rules.unittest;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of rule unit tests.
 *
 * @param ruleFiles paths or globs, relative to the file
 * @param evaluationInterval time between evaluations of the rules
 * @param groupOrder groups in the order of their evaluation
 * @param fuzzy whether values may differ in the last bit
 */
record RuleTestFile(
        String name,
        List<String> ruleFiles,
        Duration evaluationInterval,
        List<String> groupOrder,
        boolean fuzzy,
        List<Test> tests) {

    /**
     * One test.
     *
     * @param interval time between samples of the input
     */
    record Test(
            String name,
            Duration interval,
            List<InputSeries> input,
            List<AlertCheck> alerts,
            List<QueryCheck> queries,
            Labels externalLabels,
            String externalUrl) {}

    /**
     * Made-up samples.
     *
     * @param values one for each interval; null where there is none
     */
    record InputSeries(Labels labels, List<SeriesNotation.@Nullable Point> values) {}

    /** Which alerts of a name must fire at a time. */
    record AlertCheck(Duration at, String alert, List<ExpectedAlert> expected) {}

    /** An alert. */
    record ExpectedAlert(Labels labels, Map<String, String> annotations) {}

    /** What a query must give at a time. */
    record QueryCheck(String expression, Duration at, List<ExpectedSample> expected) {}

    /**
     * An element of a query's result.
     *
     * @param histogram a native histogram in place of the value; null if there is none
     */
    record ExpectedSample(
            Labels labels, double value, @Nullable FloatHistogram histogram) {}
}
