package io.vedette.protocol.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} in the texts of a tree; {@code $${} stands for a plain {@code ${}. */
final class EnvironmentVariables {
    private final Function<String, @Nullable String> environment;

    EnvironmentVariables(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** @param problems is told the JSON pointer of each text that names a variable not set, and what is wrong */
    void replaceIn(ObjectNode tree, BiConsumer<String, String> problems) {
        replace(tree, "", problems);
    }

    private void replace(JsonNode node, String pointer, BiConsumer<String, String> problems) {
        if (node instanceof ObjectNode object) {
            List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.properties());
            for (Map.Entry<String, JsonNode> entry : entries) {
                String child = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
                if (entry.getValue() instanceof TextNode text) {
                    object.put(entry.getKey(), replaced(text.textValue(), child, problems));
                } else {
                    replace(entry.getValue(), child, problems);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String child = pointer + "/" + i;
                if (array.get(i) instanceof TextNode text) {
                    array.set(i, TextNode.valueOf(replaced(text.textValue(), child, problems)));
                } else {
                    replace(array.get(i), child, problems);
                }
            }
        }
    }

    private String replaced(String text, String pointer, BiConsumer<String, String> problems) {
        int from = text.indexOf("${");
        if (from < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int done = 0;
        while (from >= 0) {
            int to = text.indexOf('}', from);
            if (from > 0 && text.charAt(from - 1) == '$') {
                result.append(text, done, from - 1).append("${");
                done = from + 2;
            } else if (to < 0) {
                problems.accept(pointer, "${ without }; write $${ for a plain ${");
                return text;
            } else {
                String name = text.substring(from + 2, to);
                String value = environment.apply(name);
                if (value == null) {
                    problems.accept(pointer, "environment variable " + name + " is not set");
                    return text;
                }
                result.append(text, done, from).append(value);
                done = to + 1;
            }
            from = text.indexOf("${", done);
        }
        return result.append(text, done, text.length()).toString();
    }
}
