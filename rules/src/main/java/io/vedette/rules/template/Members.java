package io.vedette.rules.template;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up what stands behind a dot: a field, an entry, or a method that is called. */
final class Members {
    private Members() {}

    static @Nullable Object get(
            Walker walker,
            Node.Command command,
            @Nullable Object of,
            String name,
            List<? extends @Nullable Object> arguments)
            throws TemplateException {
        if (of instanceof Struct struct && struct.fields().get(name) instanceof TemplateFunction method) {
            return walker.call(command, name, method, List.copyOf(arguments));
        }
        if (of instanceof Instant instant) {
            return walker.call(command, name, given -> GoTime.method(instant, name, given), List.copyOf(arguments));
        }
        if (!arguments.isEmpty()) {
            throw walker.failed(
                    command.place(), command.source(), name + " has arguments but cannot be invoked as function");
        }
        if (of instanceof Struct struct && struct.fields().containsKey(name)) {
            return struct.fields().get(name);
        }
        if (of instanceof Map<?, ?> map) {
            Object value = map.get(name);
            return value == null ? "" : value;
        }
        if (of instanceof Dictionary dictionary) {
            return dictionary.entries().get(name);
        }
        throw walker.failed(
                command.place(),
                command.source(),
                of == null
                        ? "nil pointer evaluating interface {}." + name
                        : "can't evaluate field " + name + " in type " + GoPrint.typeOf(of));
    }
}
