package io.vedette.rules.unittest;

import io.vedette.rules.histogram.FloatHistogram;
import io.vedette.rules.histogram.HistogramNotation;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.template.GoFloat;
import io.vedette.rules.unittest.RuleTestFile.ExpectedAlert;
import io.vedette.rules.unittest.RuleTestFile.ExpectedSample;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Alerts and samples as promtool lists them. */
final class Listing {
    private Listing() {}

    static String alerts(List<ExpectedAlert> alerts) {
        if (alerts.isEmpty()) {
            return "[]";
        }
        String indent = " ".repeat(12);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            ExpectedAlert alert = alerts.get(i);
            items.add(indent + i + ":\n" + indent + "  Labels:" + labels(alert.labels()) + "\n" + indent
                    + "  Annotations:" + labels(Labels.of(alert.annotations())));
        }
        return "[\n" + String.join(",\n", items) + "\n" + indent + "]";
    }

    static String samples(List<ExpectedSample> samples) {
        if (samples.isEmpty()) {
            return "nil";
        }
        List<String> items = new ArrayList<>();
        for (ExpectedSample sample : samples) {
            FloatHistogram histogram = sample.histogram();
            if (histogram != null) {
                items.add(labels(sample.labels()) + " " + HistogramNotation.print(histogram));
                continue;
            }
            String value = GoFloat.format(sample.value(), 'e', GoFloat.SHORTEST);
            items.add(labels(sample.labels()) + " " + value.replace('e', 'E'));
        }
        return String.join(", ", items);
    }

    private static String labels(Labels labels) {
        StringJoiner out = new StringJoiner(", ", "{", "}");
        labels.forEach((name, value) -> out.add(name + "=" + quote(value)));
        return out.toString();
    }

    static String quote(String text) {
        String matcher = LabelMatcher.equal("x", text).toString();
        return matcher.substring("x=".length());
    }
}
