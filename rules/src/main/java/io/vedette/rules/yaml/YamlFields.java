package io.vedette.rules.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The fields of a mapping, with those merged in from elsewhere by {@code <<}. */
final class YamlFields {
    /** Merges of merges: as deep as honest files go, and not as deep as one that merges itself. */
    private static final int MAX_MERGES = 10;

    private YamlFields() {}

    /** Key and value nodes, own fields before merged ones of the same name. */
    static Map<Node, Node> of(Node node) {
        Map<String, NodeTuple> byName = new LinkedHashMap<>();
        collect(node, byName, 0);
        Map<Node, Node> fields = new LinkedHashMap<>();
        byName.values().forEach(tuple -> fields.put(tuple.getKeyNode(), tuple.getValueNode()));
        return fields;
    }

    private static void collect(Node node, Map<String, NodeTuple> into, int depth) {
        if (depth > MAX_MERGES) {
            return;
        }
        if (node instanceof SequenceNode several) {
            several.getValue().forEach(one -> collect(one, into, depth + 1));
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (!isMerge(tuple)) {
                    into.putIfAbsent(name(tuple.getKeyNode()), tuple);
                }
            }
            for (NodeTuple tuple : mapping.getValue()) {
                if (isMerge(tuple)) {
                    collect(tuple.getValueNode(), into, depth + 1);
                }
            }
        }
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode().getTag().equals(Tag.MERGE);
    }

    private static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : key.toString();
    }

    /** Keys that stand in a mapping a second time. */
    static List<Node> repeated(Node node) {
        List<Node> repeated = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (!isMerge(tuple) && !seen.add(name(tuple.getKeyNode()))) {
                    repeated.add(tuple.getKeyNode());
                }
            }
        }
        return repeated;
    }
}
