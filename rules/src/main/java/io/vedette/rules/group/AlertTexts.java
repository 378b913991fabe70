package io.vedette.rules.group;

import io.vedette.rules.file.AlertTemplateText;
import io.vedette.rules.file.RuleFile;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Value;
import io.vedette.rules.template.PrometheusFunctions;
import io.vedette.rules.template.Struct;
import io.vedette.rules.template.Template;
import io.vedette.rules.template.TemplateException;
import io.vedette.rules.template.TemplateFunction;
import io.vedette.rules.template.TemplateLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels and annotations of one alerting rule, parsed once and expanded for each alert. */
final class AlertTexts {
    private static final String ACTION = "{{";
    /** What Go calls it in its messages. */
    private static final String DATA_TYPE = "struct { Labels map[string]string; ExternalLabels map[string]string; "
            + "ExternalURL string; Value interface {} }";

    private final String name;
    private final Map<String, Text> labels = new LinkedHashMap<>();
    private final Map<String, Text> annotations = new LinkedHashMap<>();
    private final Map<String, String> externalLabels;
    private final String externalUrl;

    /** A text, and the template it is if it is one. */
    private record Text(String text, @Nullable Template template) {}

    AlertTexts(RuleFile.Alerting rule, RuleGroupContext context) {
        this.name = "__alert_" + rule.name();
        this.externalLabels = context.externalLabels().toMap();
        this.externalUrl = context.externalUrl();
        rule.labels().forEach((key, text) -> labels.put(key, parse(text)));
        rule.annotations().forEach((key, text) -> annotations.put(key, parse(text)));
    }

    private Text parse(String text) {
        if (!text.contains(ACTION)) {
            return new Text(text, null);
        }
        try {
            return new Text(
                    text, Template.parse(name, AlertTemplateText.withVariables(text), PrometheusFunctions.NAMES));
        } catch (TemplateException e) {
            return new Text(failed("error parsing template " + name + ": " + e.getMessage()), null);
        }
    }

    private static String failed(String why) {
        return "<error expanding template: " + why + ">";
    }

    /** Expands texts for one element of a rule's result. */
    final class Expansion {
        private final Struct data;
        private final Map<String, TemplateFunction> functions;

        Expansion(Value.Point point, Map<String, TemplateFunction> functions) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("Labels", point.labels().toMap());
            fields.put("ExternalLabels", externalLabels);
            fields.put("ExternalURL", externalUrl);
            fields.put("Value", point.value());
            this.data = new Struct(DATA_TYPE, fields);
            this.functions = functions;
        }

        /** The element's labels with the rule's. */
        Labels labels(Labels elementLabels, String alertName) {
            Map<String, String> all = elementLabels.toMap();
            all.remove(Labels.NAME);
            labels.forEach((key, text) -> all.put(key, expand(text)));
            all.put("alertname", alertName);
            return Labels.of(all);
        }

        Map<String, String> annotations() {
            Map<String, String> expanded = new LinkedHashMap<>();
            annotations.forEach((key, text) -> expanded.put(key, expand(text)));
            return expanded;
        }

        private String expand(Text text) {
            Template template = text.template();
            if (template == null) {
                return text.text();
            }
            try {
                return template.execute(data, functions, TemplateLimits.DEFAULT);
            } catch (TemplateException e) {
                return failed("error executing template " + name + ": " + e.getMessage());
            }
        }
    }
}
