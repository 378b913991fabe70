package io.vedette.rules.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with named fields, as a Go struct is: asking for a field it has not is an error. A field that holds a
 * {@link TemplateFunction} is a method.
 *
 * @param type the type's name, for messages
 */
public record Struct(String type, Map<String, @Nullable Object> fields) {
    public Struct {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
