package io.vedette.rules.template;

/**
 * How much one execution may take before it ends with an error.
 *
 * @param steps nodes walked
 * @param outputChars characters written, and the length of any text made on the way
 * @param depth templates within templates
 */
public record TemplateLimits(int steps, int outputChars, int depth) {
    /** Ample for a message to a person. */
    public static final TemplateLimits DEFAULT = new TemplateLimits(1_000_000, 1 << 20, 100);

    public TemplateLimits {
        if (steps <= 0 || outputChars <= 0 || depth <= 0) {
            throw new IllegalArgumentException("a limit of 0 or less leaves nothing to do");
        }
    }
}
