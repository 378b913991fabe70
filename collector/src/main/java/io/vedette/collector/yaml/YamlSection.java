package io.vedette.collector.yaml;

import io.vedette.protocol.config.ConfigException;
import io.vedette.protocol.config.ConfigException.Problem;
import io.vedette.protocol.config.Durations;
import io.vedette.protocol.config.NearestName;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping in a YAML file. Whoever understands a part of the file takes the keys it knows; {@link #finish} complains
 * about those nobody took. Mistakes are collected and told all at once, with their places.
 *
 * <p>Not safe for use by several threads.
 */
public final class YamlSection {
    private static final int MAX_BYTES = 4 << 20;
    /** Anchors may make a small file huge: more places than this are not looked at. */
    private static final int MAX_SECTIONS = 20_000;

    private static final int MAX_DEPTH = 50;
    /** Nobody reads more at once. */
    private static final int MAX_PROBLEMS = 200;

    private final Document document;
    private final String path;
    private final int depth;
    private final Node place;
    private final Map<String, NodeTuple> left = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();

    /** What all sections of a file share. */
    private static final class Document {
        private final String file;
        private final List<Problem> problems = new ArrayList<>();
        private int sections;

        private Document(String file) {
            this.file = file;
        }

        private void add(Node at, String message) {
            if (problems.size() == MAX_PROBLEMS) {
                return;
            }
            problems.add(new Problem(
                    file, at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, message));
        }
    }

    private YamlSection(Document document, String path, int depth, MappingNode mapping) {
        this.document = document;
        this.path = path;
        this.depth = depth;
        this.place = mapping;
        if (depth > MAX_DEPTH || document.sections == MAX_SECTIONS) {
            problem("is nested too deeply, or the file has too many sections; does an anchor refer to itself?");
            return;
        }
        document.sections++;
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (left.put(key, tuple) != null) {
                document.add(tuple.getKeyNode(), at(key) + ": stands twice");
            }
        }
    }

    /**
     * Reads a file's text.
     *
     * @param file its name, for messages
     * @throws ConfigException if it is no YAML or no mapping
     */
    public static YamlSection read(String file, String text) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        Node root;
        try {
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            int column = e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1;
            throw new ConfigException(List.of(new Problem(file, line, column, "is not YAML: " + e.getProblem())));
        } catch (YAMLException e) {
            throw new ConfigException(List.of(new Problem(file, 0, 0, "is not YAML: " + e.getMessage())));
        }
        if (!(root instanceof MappingNode mapping)) {
            throw new ConfigException(List.of(new Problem(file, 0, 0, "is not a mapping of keys to values")));
        }
        return new YamlSection(new Document(file), "", 0, mapping);
    }

    /** Where this section stands, for example {@code route.routes[1]}; empty for the file itself. */
    public String path() {
        return path;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private @Nullable Node take(String key) {
        asked.add(key);
        NodeTuple tuple = left.remove(key);
        return tuple == null || tuple.getValueNode().getTag().equals(Tag.NULL) ? null : tuple.getValueNode();
    }

    /** Whether the key stands there and was not taken yet; takes nothing. */
    public boolean has(String key) {
        asked.add(key);
        return left.containsKey(key);
    }

    /** A mistake in this section as a whole. */
    public void problem(String message) {
        document.add(place, path.isEmpty() ? message : path + ": " + message);
    }

    /** A mistake that belongs to a key that was or was not there. */
    private void problem(Node node, String key, String message) {
        document.add(node, at(key) + ": " + message);
    }

    /** A text; numbers and flags are texts too, as they are written. */
    public Optional<YamlText> text(String key) {
        Node node = take(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            problem(node, key, "must be a text");
            return Optional.empty();
        }
        return Optional.of(new YamlText(scalar.getValue(), message -> document.add(node, at(key) + ": " + message)));
    }

    /** A text that is not empty; an empty one is as none. */
    public Optional<YamlText> filled(String key) {
        return text(key).filter(text -> !text.value().isEmpty());
    }

    /** A duration as Prometheus writes it. */
    public Optional<Duration> duration(String key) {
        return text(key).flatMap(text -> text.read(Durations::parse));
    }

    /** A flag. */
    public Optional<Boolean> flag(String key) {
        return text(key)
                .flatMap(text -> text.read(value -> switch (value) {
                    case "true", "yes", "on" -> true;
                    case "false", "no", "off" -> false;
                    default -> throw new IllegalArgumentException("\"" + value + "\" is not true or false");
                }));
    }

    /** A whole number that is not negative. */
    public Optional<Integer> count(String key) {
        return text(key)
                .flatMap(text -> text.read(value -> {
                    try {
                        int number = Integer.parseInt(value);
                        if (number >= 0) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // told below
                    }
                    throw new IllegalArgumentException("\"" + value + "\" is not a whole number from 0 on");
                }));
    }

    /** A list of texts; a missing one is empty. */
    public List<YamlText> texts(String key) {
        List<YamlText> texts = new ArrayList<>();
        for (Node node : list(key)) {
            if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
                String name = key + "[" + texts.size() + "]";
                texts.add(new YamlText(scalar.getValue(), message -> document.add(node, at(name) + ": " + message)));
            } else {
                problem(node, key, "must be a list of texts");
            }
        }
        return texts;
    }

    /** A mapping of names to texts, in the order of the file; a missing one is empty. */
    public Map<String, YamlText> map(String key) {
        Map<String, YamlText> map = new LinkedHashMap<>();
        section(key).ifPresent(section -> {
            for (Map.Entry<String, NodeTuple> entry : List.copyOf(section.left.entrySet())) {
                String name = entry.getKey();
                Node value = entry.getValue().getValueNode();
                if (value.getTag().equals(Tag.NULL)) {
                    section.problem(value, name, "has no value");
                    section.left.remove(name);
                } else {
                    section.text(name).ifPresent(text -> map.put(name, text));
                }
            }
        });
        return map;
    }

    /** A section; empty if the key is missing. */
    public Optional<YamlSection> section(String key) {
        Node node = take(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlSection(document, at(key), depth + 1, mapping));
        }
        problem(node, key, "must be a mapping of keys to values");
        return Optional.empty();
    }

    /** A list of sections; a missing one is empty. */
    public List<YamlSection> sections(String key) {
        List<YamlSection> sections = new ArrayList<>();
        int index = 0;
        for (Node node : list(key)) {
            if (node instanceof MappingNode mapping) {
                sections.add(new YamlSection(document, at(key) + "[" + index + "]", depth + 1, mapping));
            } else {
                problem(node, key + "[" + index + "]", "must be a mapping of keys to values");
            }
            index++;
        }
        return sections;
    }

    private List<Node> list(String key) {
        Node node = take(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(node, key, "must be a list");
        return List.of();
    }

    /** Keys of the format that this build does not know yet: an error where they stand, unless they are empty. */
    public void unsupported(Iterable<String> keys) {
        for (String key : keys) {
            asked.add(key);
            NodeTuple tuple = left.remove(key);
            if (tuple != null && !isEmpty(tuple.getValueNode())) {
                problem(tuple.getKeyNode(), key, "not supported yet");
            }
        }
    }

    private static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL)
                || (node instanceof SequenceNode sequence && sequence.getValue().isEmpty())
                || (node instanceof MappingNode mapping && mapping.getValue().isEmpty());
    }

    /** Complains about the keys that nobody took. */
    public void finish() {
        left.forEach((key, tuple) -> {
            String hint = NearestName.of(key, asked)
                    .map(known -> "; the nearest known key is \"" + known + "\"")
                    .orElse("");
            document.add(
                    tuple.getKeyNode(), (path.isEmpty() ? "" : path + ": ") + "unknown key \"" + key + "\"" + hint);
        });
        left.clear();
    }

    /**
     * Ends the reading of a file.
     *
     * @throws ConfigException with all mistakes of all its sections, if there is any
     */
    public void throwProblems() throws ConfigException {
        if (!document.problems.isEmpty()) {
            throw new ConfigException(document.problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                    .toList());
        }
    }
}
