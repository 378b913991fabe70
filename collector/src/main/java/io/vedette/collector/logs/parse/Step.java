package io.vedette.collector.logs.parse;

/**
 * One step of understanding a line. A step that does not recognise the line leaves it as it is; no step throws,
 * whatever the line, and none takes more than linear time. Steps have no state and are safe for use by any thread.
 */
@FunctionalInterface
public interface Step {
    /** Takes from the line what this step recognises. */
    void apply(LogLine line);
}
