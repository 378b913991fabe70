package io.vedette.rules.head;

import io.vedette.rules.labels.LabelMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which values of a label a regular expression matched, as rules and dashboards ask the same again and again.
 * Safe for use by any thread.
 */
final class RegexCache {
    private static final int MAX_ENTRIES = 256;
    /** Longer results are not kept, so that a few entries cannot hold a whole index. */
    private static final int MAX_VALUES = 4_096;

    private record Entry(LabelValues of, long version, List<String> values) {}

    private final Map<LabelMatcher, Entry> entries = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LabelMatcher, Entry> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /**
     * The values of {@code label} that meet {@code condition}, which depends on nothing but {@code matcher}'s name and
     * expression.
     */
    List<String> values(LabelValues label, LabelMatcher matcher, Predicate<String> condition) {
        long version = label.version();
        Entry cached = cached(matcher);
        if (cached != null && cached.of() == label && cached.version() == version) {
            return cached.values();
        }
        List<String> values = List.copyOf(label.matching(condition));
        if (values.size() <= MAX_VALUES) {
            synchronized (entries) {
                entries.put(matcher, new Entry(label, version, values));
            }
        }
        return values;
    }

    private @Nullable Entry cached(LabelMatcher matcher) {
        synchronized (entries) {
            return entries.get(matcher);
        }
    }
}
