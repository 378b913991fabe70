package io.vedette.deploy.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules that people have published, each expression once, and bound to single clusters to have more of them. */
final class RuleCorpus {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int RULES_PER_GROUP = 100;

    private RuleCorpus() {}

    /**
     * A rule.
     *
     * @param definition as its file has it
     * @param text the expression, perhaps bound to a cluster
     */
    record Rule(JsonNode definition, String text, Expr expression) {}

    /** The rules of all files of a folder and those below it that are not there to be refused. */
    static List<Rule> read(Path folder) throws IOException {
        Map<String, Rule> byExpression = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(path -> !path.toString().contains("bad"))
                    .sorted()
                    .toList()) {
                for (JsonNode group : YAML.readTree(Files.readString(file)).path("groups")) {
                    for (JsonNode rule : group.path("rules")) {
                        String text = rule.path("expr").asText().strip();
                        if (!text.isEmpty() && !byExpression.containsKey(text)) {
                            byExpression.put(text, new Rule(rule, text, parse(text)));
                        }
                    }
                }
            }
        }
        return List.copyOf(byExpression.values());
    }

    private static Expr parse(String text) {
        try {
            return PromQl.parse(text);
        } catch (PromQlException e) {
            throw new IllegalStateException("an expression that was taken for good: " + e.getMessage(), e);
        }
    }

    /** The same rule for one cluster only: as people write it who watch several. */
    static Rule bound(Rule rule, String cluster) {
        StringBuilder text = new StringBuilder(rule.text());
        String condition = "cluster=\"" + cluster + '"';
        List<Expr.VectorSelector> selectors = new ArrayList<>(rule.expression().selectors());
        selectors.sort(Comparator.comparingInt(
                        (Expr.VectorSelector selector) -> selector.span().start())
                .reversed());
        for (Expr.VectorSelector selector : selectors) {
            int start = selector.span().start();
            int nameEnd = start + selector.name().length();
            if (nameEnd < text.length() && text.charAt(nameEnd) == '{') {
                boolean empty = text.substring(nameEnd + 1).stripLeading().startsWith("}");
                text.insert(nameEnd + 1, empty ? condition : condition + ",");
            } else {
                text.insert(nameEnd, "{" + condition + "}");
            }
        }
        return new Rule(rule.definition(), text.toString(), parse(text.toString()));
    }

    /** A rule file. Each rule has a label of its own, so that no two write the same series. */
    static String file(List<Rule> rules, String interval) {
        ObjectNode root = YAML.createObjectNode();
        ArrayNode groups = root.putArray("groups");
        ArrayNode group = YAML.createArrayNode();
        for (int i = 0; i < rules.size(); i++) {
            if (i % RULES_PER_GROUP == 0) {
                group = groups.addObject()
                        .put("name", "group " + i / RULES_PER_GROUP)
                        .put("interval", interval)
                        .putArray("rules");
            }
            ObjectNode rule = rules.get(i).definition().deepCopy();
            rule.put("expr", rules.get(i).text());
            ObjectNode labels = rule.has("labels") ? (ObjectNode) rule.get("labels") : rule.putObject("labels");
            labels.put("benchmark_rule", Integer.toString(i));
            group.add(rule);
        }
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot happen: a tree is always YAML", e);
        }
    }

    /** How many groups {@link #file} makes. */
    static int groups(int rules) {
        return (rules + RULES_PER_GROUP - 1) / RULES_PER_GROUP;
    }

    /** The metric a selector names; empty if it names none or several. */
    static String metric(Expr.VectorSelector selector) {
        return selector.matchers().stream()
                .filter(matcher -> matcher.name().equals(Labels.NAME))
                .map(matcher ->
                        RegexExamples.matching(matcher).stream().findFirst().orElse(""))
                .findFirst()
                .orElse("");
    }
}
