package io.vedette.rules.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function that templates may call. Values are as {@link Template} says. */
@FunctionalInterface
public interface TemplateFunction {
    /**
     * Calls the function.
     *
     * @param arguments as many as the template gives; the last is the value piped in, if any
     * @throws TemplateException if the arguments do not suit, or the result cannot be had
     */
    @Nullable
    Object call(List<@Nullable Object> arguments) throws TemplateException;
}
