package io.vedette.agent.log.multiline;

/**
 * Decides, line by line, which lines are one event. What it decides depends on nothing but the event's lines so far and
 * the line in question, so that a file that is read again from the first line of an event is joined again in the same
 * way. Lines are given without their terminators, in an encoding that keeps ASCII.
 *
 * <p>Not safe for use by several threads.
 */
public interface Joiner {
    /** Begins an event with the line in {@code [from, to)}; what was before is forgotten. */
    void begin(byte[] data, int from, int to);

    /** Whether the line in {@code [from, to)} belongs to the event; if so, it is the event's last line from now on. */
    boolean joins(byte[] data, int from, int to);

    /** Whether a next line can belong to the event; false if it is certainly complete. */
    boolean isOpen();
}
