package io.vedette.rules.file;

import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import io.vedette.rules.template.PrometheusFunctions;
import io.vedette.rules.template.Template;
import io.vedette.rules.template.TemplateException;
import io.vedette.rules.yaml.YamlValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader {
    private static final Set<String> KEYS =
            Set.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");

    /** An expression with more mistakes than these is beyond repair. */
    private static final int MOST_PROBLEMS = 100;

    private final String group;
    private final int number;
    private String where = "";

    RuleReader(String group, int number) {
        this.group = group;
        this.number = number;
    }

    /** The rule, or null if it is so wrong that there is none; its mistakes are noted. */
    RuleFile.@Nullable Rule read(YamlValue value, Map<String, String> groupLabels) {
        Map<String, YamlValue> fields = value.fields(KEYS);
        String record = text(fields.get("record"));
        String alert = text(fields.get("alert"));
        String name = record.isEmpty() ? alert : record;
        where = "group \"" + group + "\", rule " + number + (name.isEmpty() ? "" : ", \"" + name + "\"");
        if (!record.isEmpty() && !alert.isEmpty()) {
            problem(value, "only one of 'record' and 'alert' must be set");
        }
        if (name.isEmpty()) {
            problem(value, "one of 'record' or 'alert' must be set");
        }
        Expr expression = expression(value, fields.get("expr"));
        Duration holdFor = duration(fields.get("for"));
        Duration keepFiringFor = duration(fields.get("keep_firing_for"));
        Map<String, String> labels = new LinkedHashMap<>(groupLabels);
        labels.putAll(RuleFileReader.labels(fields.get("labels"), where));
        Map<String, String> annotations = annotations(fields.get("annotations"));
        if (record.isEmpty()) {
            templates(fields.get("labels"), "label");
            templates(fields.get("annotations"), "annotation");
        } else {
            recording(fields, record);
        }
        if (expression == null) {
            return null;
        }
        return record.isEmpty()
                ? new RuleFile.Alerting(alert, expression, holdFor, keepFiringFor, labels, annotations)
                : new RuleFile.Recording(record, expression, labels);
    }

    private void recording(Map<String, YamlValue> fields, String record) {
        for (String only : new String[] {"annotations", "for", "keep_firing_for"}) {
            YamlValue there = fields.get(only);
            if (there != null) {
                problem(there, "invalid field '" + only + "' in recording rule");
            }
        }
        YamlValue name = fields.get("record");
        if (name != null && (record.contains("{") || record.contains("}"))) {
            problem(name, "braces present in the recording rule name; should it be in expr?: " + record);
        } else if (name != null && !RuleFileReader.isUnicode(record)) {
            problem(name, "invalid recording rule name: " + record);
        }
    }

    private @Nullable Expr expression(YamlValue rule, @Nullable YamlValue value) {
        if (value == null || value.text().isEmpty()) {
            problem(rule, "field 'expr' must be set in rule");
            return null;
        }
        try {
            return PromQl.parse(value.text());
        } catch (PromQlException e) {
            for (PromQlException.Problem problem :
                    e.problems().subList(0, Math.min(e.problems().size(), MOST_PROBLEMS))) {
                value.problemWithin(
                        problem.line(), problem.column(), where + ": could not parse expression: " + problem);
            }
            return null;
        }
    }

    private Map<String, String> annotations(@Nullable YamlValue value) {
        if (value == null) {
            return Map.of();
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        value.entries().forEach((key, text) -> {
            if (key.text().isEmpty() || !RuleFileReader.isUnicode(key.text())) {
                problem(key, "invalid annotation name: " + key.text());
            }
            annotations.put(key.text(), text.text());
        });
        return annotations;
    }

    private void templates(@Nullable YamlValue value, String kind) {
        if (value == null) {
            return;
        }
        value.entries().forEach((key, text) -> {
            try {
                Template.parse("__alert", AlertTemplateText.withVariables(text.text()), PrometheusFunctions.NAMES);
            } catch (TemplateException e) {
                problem(text, kind + " \"" + key.text() + "\": " + e.getMessage());
            }
        });
    }

    private static Duration duration(@Nullable YamlValue value) {
        Duration duration = value == null ? null : value.duration();
        return duration == null ? Duration.ZERO : duration;
    }

    private static String text(@Nullable YamlValue value) {
        return value == null ? "" : value.text();
    }

    private void problem(YamlValue at, String message) {
        at.problem(where + ": " + message);
    }
}
