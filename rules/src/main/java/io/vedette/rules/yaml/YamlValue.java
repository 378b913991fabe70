package io.vedette.rules.yaml;

import io.vedette.rules.promql.DurationText;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML document, with its place. Whatever is not as asked for is noted as a problem and answered with
 * something empty, so that reading goes on and finds all mistakes at once. Not safe for use by several threads.
 */
public final class YamlValue {
    private static final int MAX_NESTING = 50;
    private static final int MAX_CODE_POINTS = 16 << 20;

    private final Node node;
    private final List<String> lines;
    private final YamlProblems problems;

    private YamlValue(Node node, List<String> lines, YamlProblems problems) {
        this.node = node;
        this.lines = lines;
        this.problems = problems;
    }

    private YamlValue at(Node other) {
        return new YamlValue(other, lines, problems);
    }

    /** The first document of a text; null, with or without a problem noted, if there is none. */
    public static @Nullable YamlValue parse(String text, YamlProblems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_NESTING);
        options.setCodePointLimit(MAX_CODE_POINTS);
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(text)).iterator();
            Node root = documents.hasNext() ? documents.next() : null;
            return root == null || root.getTag().equals(Tag.NULL)
                    ? null
                    : new YamlValue(root, text.lines().toList(), problems);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.add(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "yaml: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(1, 1, "yaml: " + e.getMessage());
        }
        return null;
    }

    /** Line, from 1. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** Column, from 1. */
    public int column() {
        return node.getStartMark().getColumn() + 1;
    }

    /** Notes that something is wrong with this value. */
    public void problem(String message) {
        problems.add(line(), column(), message);
    }

    /** Notes a mistake at a place within this text. */
    public void problemWithin(int lineInText, int columnInText, String message) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(message);
            return;
        }
        ScalarPlaces.Place place = new ScalarPlaces(scalar.getScalarStyle(), scalar.getValue(), lines)
                .find(line(), column(), lineInText, columnInText);
        problems.add(place.line(), place.column(), message);
    }

    private boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** The text of a scalar of any type; empty for null. */
    public String text() {
        if (node instanceof ScalarNode scalar) {
            return isNull() ? "" : scalar.getValue();
        }
        problem("must be a text");
        return "";
    }

    /** A duration such as {@code 1h30m}; null for an empty text. */
    public @Nullable Duration duration() {
        String text = text();
        if (text.isEmpty()) {
            return null;
        }
        OptionalLong millis = DurationText.parse(text);
        if (millis.isEmpty()) {
            problem("not a valid duration string: \"" + text + "\"; write for example 5m or 1h30m");
            return null;
        }
        return Duration.ofMillis(millis.getAsLong());
    }

    /** A whole number that is not negative. */
    public int wholeNumber() {
        try {
            int number = Integer.parseInt(text());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with negative ones
        }
        problem("\"" + text() + "\" is not a whole number of at least 0");
        return 0;
    }

    /** A number. */
    public double number() {
        try {
            String text = text();
            return switch (text) {
                case ".inf", "+.inf", "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
                case "-.inf", "-Inf" -> Double.NEGATIVE_INFINITY;
                case ".nan", "NaN" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            problem("\"" + text() + "\" is not a number");
            return 0;
        }
    }

    /** True or false. */
    public boolean truth() {
        String text = text();
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        problem("\"" + text + "\" is neither true nor false");
        return false;
    }

    /** The elements of a list; none for null. */
    public List<YamlValue> list() {
        List<YamlValue> elements = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> elements.add(at(element)));
        } else if (!isNull()) {
            problem("must be a list");
        }
        return elements;
    }

    /** The fields of a map whose keys are free, in the order written; none for null. */
    public Map<YamlValue, YamlValue> entries() {
        Map<YamlValue, YamlValue> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode) {
            YamlFields.of(node).forEach((key, value) -> entries.put(at(key), at(value)));
            noteRepeated();
        } else if (!isNull()) {
            problem("must be a map");
        }
        return entries;
    }

    private void noteRepeated() {
        for (Node repeated : YamlFields.repeated(node)) {
            YamlValue key = at(repeated);
            key.problem("key \"" + key.text() + "\" stands twice");
        }
    }

    /** A map's values that are texts, in the order written. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        entries().forEach((key, value) -> texts.put(key.text(), value.text()));
        return texts;
    }

    /** A map's fields by name. Any name that is not known is a problem, told with the nearest known one. */
    public Map<String, YamlValue> fields(Set<String> known) {
        Map<String, YamlValue> fields = new LinkedHashMap<>();
        entries().forEach((key, value) -> {
            String name = key.text();
            if (known.contains(name)) {
                fields.put(name, value);
            } else {
                String nearest = NearestName.of(name, known)
                        .map(candidate -> "the nearest known key is \"" + candidate + "\"")
                        .orElse("known are "
                                + String.join(", ", known.stream().sorted().toList()));
                key.problem("unknown key \"" + name + "\"; " + nearest);
            }
        });
        return fields;
    }
}
