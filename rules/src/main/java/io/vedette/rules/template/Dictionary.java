package io.vedette.rules.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of any kind by name, as Go's {@code map[string]interface{}}: a missing one is nil, while a plain {@link Map}
 * is one of texts, and a missing one empty.
 */
public record Dictionary(Map<String, @Nullable Object> entries) {
    public Dictionary {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
