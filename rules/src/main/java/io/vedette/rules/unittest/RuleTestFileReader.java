package io.vedette.rules.unittest;

import io.vedette.rules.file.RuleFileException;
import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.unittest.RuleTestFile.AlertCheck;
import io.vedette.rules.unittest.RuleTestFile.ExpectedAlert;
import io.vedette.rules.unittest.RuleTestFile.ExpectedSample;
import io.vedette.rules.unittest.RuleTestFile.InputSeries;
import io.vedette.rules.unittest.RuleTestFile.QueryCheck;
import io.vedette.rules.yaml.YamlProblems;
import io.vedette.rules.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads files of rule unit tests, telling all mistakes at once. */
final class RuleTestFileReader {
    private static final Set<String> FILE_KEYS =
            Set.of("rule_files", "evaluation_interval", "group_eval_order", "fuzzy_compare", "tests");
    private static final Set<String> TEST_KEYS = Set.of(
            "name",
            "interval",
            "input_series",
            "alert_rule_test",
            "promql_expr_test",
            "external_labels",
            "external_url");
    private static final Set<String> SERIES_KEYS = Set.of("series", "values");
    private static final Set<String> ALERT_KEYS = Set.of("eval_time", "alertname", "exp_alerts");
    private static final Set<String> EXPECTED_ALERT_KEYS = Set.of("exp_labels", "exp_annotations");
    private static final Set<String> QUERY_KEYS = Set.of("expr", "eval_time", "exp_samples");
    private static final Set<String> SAMPLE_KEYS = Set.of("labels", "value", "histogram");
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    private RuleTestFileReader() {}

    static RuleTestFile read(String name, String yaml) throws RuleFileException {
        YamlProblems problems = new YamlProblems();
        YamlValue root = YamlValue.parse(yaml, problems);
        RuleTestFile file = file(name, root == null ? Map.of() : root.fields(FILE_KEYS));
        List<RuleFileException.Problem> found = problems.inOrder().stream()
                .map(p -> new RuleFileException.Problem(name, p.line(), p.column(), p.message()))
                .toList();
        if (!found.isEmpty()) {
            throw new RuleFileException(found);
        }
        return file;
    }

    private static RuleTestFile file(String name, Map<String, YamlValue> fields) {
        Duration interval = duration(fields.get("evaluation_interval"), DEFAULT_INTERVAL);
        YamlValue fuzzy = fields.get("fuzzy_compare");
        return new RuleTestFile(
                name,
                list(fields.get("rule_files"), YamlValue::text),
                interval,
                list(fields.get("group_eval_order"), YamlValue::text),
                fuzzy != null && fuzzy.truth(),
                list(fields.get("tests"), test -> test(test.fields(TEST_KEYS), interval)));
    }

    private static RuleTestFile.Test test(Map<String, YamlValue> fields, Duration evaluationInterval) {
        List<InputSeries> input = new ArrayList<>();
        for (YamlValue series : list(fields.get("input_series"), value -> value)) {
            series(series, input);
        }
        YamlValue externalLabels = fields.get("external_labels");
        return new RuleTestFile.Test(
                text(fields.get("name")),
                duration(fields.get("interval"), evaluationInterval),
                input,
                list(fields.get("alert_rule_test"), RuleTestFileReader::alert),
                list(fields.get("promql_expr_test"), RuleTestFileReader::query),
                externalLabels == null ? Labels.EMPTY : Labels.of(externalLabels.texts()),
                text(fields.get("external_url")));
    }

    private static void series(YamlValue value, List<InputSeries> input) {
        Map<String, YamlValue> fields = value.fields(SERIES_KEYS);
        YamlValue series = fields.get("series");
        YamlValue values = fields.get("values");
        if (series == null || values == null) {
            value.problem("input series must have 'series' and 'values'");
        } else {
            Labels labels = labels(series);
            try {
                input.add(new InputSeries(labels, SeriesNotation.values(values.text())));
            } catch (IllegalArgumentException e) {
                values.problem(String.valueOf(e.getMessage()));
            }
        }
    }

    private static AlertCheck alert(YamlValue value) {
        Map<String, YamlValue> fields = value.fields(ALERT_KEYS);
        String alert = text(fields.get("alertname"));
        if (alert.isEmpty()) {
            value.problem("an item under alert_rule_test misses required attribute alertname");
        }
        return new AlertCheck(
                duration(fields.get("eval_time"), Duration.ZERO),
                alert,
                list(fields.get("exp_alerts"), expected -> expectedAlert(alert, expected)));
    }

    private static ExpectedAlert expectedAlert(String alert, YamlValue value) {
        Map<String, YamlValue> fields = value.fields(EXPECTED_ALERT_KEYS);
        YamlValue labels = fields.get("exp_labels");
        YamlValue annotations = fields.get("exp_annotations");
        return new ExpectedAlert(
                (labels == null ? Labels.EMPTY : Labels.of(labels.texts())).with("alertname", alert),
                annotations == null ? Map.of() : annotations.texts());
    }

    private static QueryCheck query(YamlValue value) {
        Map<String, YamlValue> fields = value.fields(QUERY_KEYS);
        List<ExpectedSample> samples = new ArrayList<>();
        for (YamlValue sample : list(fields.get("exp_samples"), one -> one)) {
            Map<String, YamlValue> parts = sample.fields(SAMPLE_KEYS);
            YamlValue labels = parts.get("labels");
            YamlValue number = parts.get("value");
            samples.add(new ExpectedSample(
                    labels == null ? Labels.EMPTY : labels(labels),
                    number == null ? 0 : number.number(),
                    histogram(parts.get("histogram"))));
        }
        return new QueryCheck(text(fields.get("expr")), duration(fields.get("eval_time"), Duration.ZERO), samples);
    }

    private static @Nullable FloatHistogram histogram(@Nullable YamlValue value) {
        if (value == null) {
            return null;
        }
        try {
            return HistogramNotation.sequence(value.text(), 0).get(0).histogram();
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static Labels labels(YamlValue value) {
        try {
            return SeriesNotation.labels(value.text());
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()));
            return Labels.EMPTY;
        }
    }

    private static <T> List<T> list(@Nullable YamlValue value, Function<YamlValue, T> each) {
        return value == null ? List.of() : value.list().stream().map(each).toList();
    }

    private static String text(@Nullable YamlValue value) {
        return value == null ? "" : value.text();
    }

    private static Duration duration(@Nullable YamlValue value, Duration byDefault) {
        Duration duration = value == null ? null : value.duration();
        return duration == null || duration.isZero() ? byDefault : duration;
    }
}
