package io.vedette.rules.unittest;

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
     * @param unsupported input series left out because they hold native histograms
     */
    record Test(
            String name,
            Duration interval,
            List<InputSeries> input,
            List<String> unsupported,
            List<AlertCheck> alerts,
            List<QueryCheck> queries,
            Labels externalLabels,
            String externalUrl) {}

    /**
     * Made-up samples.
     *
     * @param values one for each interval; null where there is none
     */
    record InputSeries(Labels labels, List<@Nullable Double> values) {}

    /** Which alerts of a name must fire at a time. */
    record AlertCheck(Duration at, String alert, List<ExpectedAlert> expected) {}

    /** An alert. */
    record ExpectedAlert(Labels labels, Map<String, String> annotations) {}

    /**
     * What a query must give at a time.
     *
     * @param unsupported whether native histograms are expected
     */
    record QueryCheck(String expression, Duration at, List<ExpectedSample> expected, boolean unsupported) {}

    /** An element of a query's result. */
    record ExpectedSample(Labels labels, double value) {}
}
