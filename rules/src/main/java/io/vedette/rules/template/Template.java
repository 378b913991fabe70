package io.vedette.rules.template;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed template, together with those it defines. Immutable; safe for use by any thread.
 *
 * <p>Values that templates see: {@link String}, {@link Double}, {@link Long}, {@link Boolean}, null for nil,
 * {@link java.time.Instant}, {@link java.time.Duration}, {@link List}, {@link Map} from texts to texts,
 * {@link Dictionary}, {@link Struct}, and {@link TemplateFunction}.
 */
public final class Template {
    private final String name;
    private final Map<String, List<Node>> defined;

    private Template(String name, Map<String, List<Node>> defined) {
        this.name = name;
        this.defined = Map.copyOf(defined);
    }

    /**
     * Parses a template.
     *
     * @param name for messages, and to call it by
     * @param functions names of functions that will be handed in at execution, besides Go's own
     * @throws TemplateException with name and line
     */
    public static Template parse(String name, String text, Set<String> functions) throws TemplateException {
        return new Template(name, Parser.parse(name, text, functions));
    }

    /** This template, able to call those of others; of two with one name the later wins, and this one's before all. */
    public Template with(Collection<Template> others) {
        Map<String, List<Node>> all = new HashMap<>();
        others.forEach(other -> all.putAll(other.defined));
        all.putAll(defined);
        return new Template(name, all);
    }

    /** The names of the templates it can call, its own among them. */
    public Set<String> names() {
        return defined.keySet();
    }

    /**
     * Executes the template.
     *
     * @param data the dot
     * @param functions for all names that were given at parsing
     * @throws TemplateException with name, line and column, if something cannot be evaluated or a limit is met
     */
    public String execute(@Nullable Object data, Map<String, TemplateFunction> functions, TemplateLimits limits)
            throws TemplateException {
        return new Walker(defined, functions, limits).run(name, data);
    }
}
