package io.vedette.rules.file;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.yaml.YamlProblems;
import io.vedette.rules.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rule files. Accepts and refuses what Prometheus does. */
public final class RuleFileReader {
    private static final Set<String> FILE_KEYS = Set.of("groups");
    private static final Set<String> GROUP_KEYS =
            Set.of("name", "interval", "query_offset", "limit", "labels", "rules");

    private final String file;
    private final YamlProblems problems = new YamlProblems();

    private RuleFileReader(String file) {
        this.file = file;
    }

    /**
     * Reads a rule file's text.
     *
     * @param name for messages, usually the path
     * @throws RuleFileException with all mistakes at once
     */
    public static RuleFile read(String name, String yaml) throws RuleFileException {
        RuleFileReader reader = new RuleFileReader(name);
        YamlValue root = YamlValue.parse(yaml, reader.problems);
        List<RuleFile.Group> groups = root == null ? List.of() : reader.groups(root);
        List<RuleFileException.Problem> found = reader.problems.inOrder().stream()
                .map(p -> new RuleFileException.Problem(name, p.line(), p.column(), p.message()))
                .toList();
        if (!found.isEmpty()) {
            throw new RuleFileException(found);
        }
        return new RuleFile(name, groups);
    }

    private List<RuleFile.Group> groups(YamlValue root) {
        YamlValue list = root.fields(FILE_KEYS).get("groups");
        List<RuleFile.Group> groups = new ArrayList<>();
        Map<String, YamlValue> seen = new HashMap<>();
        for (YamlValue group : list == null ? List.<YamlValue>of() : list.list()) {
            groups.add(group(group, seen));
        }
        return groups;
    }

    private RuleFile.Group group(YamlValue value, Map<String, YamlValue> seen) {
        Map<String, YamlValue> fields = value.fields(GROUP_KEYS);
        YamlValue nameValue = fields.get("name");
        String name = nameValue == null ? "" : nameValue.text();
        if (nameValue == null || name.isEmpty()) {
            value.problem("Groupname must not be empty");
        } else {
            YamlValue first = seen.putIfAbsent(name, nameValue);
            if (first != null) {
                nameValue.problem(
                        "groupname: \"" + name + "\" is repeated in the same file, first on line " + first.line());
            }
        }
        Map<String, String> labels = labels(fields.get("labels"), "group \"" + name + "\"");
        List<RuleFile.Rule> rules = new ArrayList<>();
        YamlValue list = fields.get("rules");
        int number = 0;
        for (YamlValue rule : list == null ? List.<YamlValue>of() : list.list()) {
            RuleFile.Rule read = new RuleReader(name, ++number).read(rule, labels);
            if (read != null) {
                rules.add(read);
            }
        }
        YamlValue interval = fields.get("interval");
        YamlValue offset = fields.get("query_offset");
        YamlValue limit = fields.get("limit");
        return new RuleFile.Group(
                file,
                name,
                interval == null ? null : positive(interval.duration()),
                offset == null ? null : offset.duration(),
                limit == null ? 0 : limit.wholeNumber(),
                labels,
                rules);
    }

    /** Zero means the default, as in Prometheus. */
    private static @Nullable Duration positive(@Nullable Duration interval) {
        return interval == null || interval.isZero() ? null : interval;
    }

    /** Reads labels and checks their names. */
    static Map<String, String> labels(@Nullable YamlValue value, String where) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (value != null) {
            value.entries().forEach((key, text) -> {
                if (key.text().isEmpty() || key.text().equals(Labels.NAME) || !isUnicode(key.text())) {
                    key.problem(where + ": invalid label name: " + key.text());
                }
                if (!isUnicode(text.text())) {
                    text.problem(where + ": invalid label value: " + text.text());
                }
                labels.put(key.text(), text.text());
            });
        }
        return labels;
    }

    /** Whether a text can be encoded: no halves of surrogate pairs, which YAML's escapes can make. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
