package io.vedette.collector.logs.parse;

import io.vedette.collector.ecs.EcsFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line on its way to a document: what is left of its text, and what was taken from it.
 *
 * <p>Not safe for use by several threads.
 */
public final class LogLine {
    private final EcsFields fields;
    private final Instant readAt;
    private String message;
    private @Nullable Instant timestamp;
    private @Nullable LogLevel level;

    /**
     * @param message the whole text, without its line terminator
     * @param fields what is known already; steps add to it
     * @param readAt when the agent read it: tells the year where a line has none, and what lies in the future
     */
    public LogLine(String message, EcsFields fields, Instant readAt) {
        this.message = message;
        this.fields = fields;
        this.readAt = readAt;
    }

    /** The text that no step has taken yet; in the end the document's {@code message}. */
    public String message() {
        return message;
    }

    /** Replaces the text by what remains of it. */
    public void setMessage(String rest) {
        message = rest;
    }

    /** The document's fields. */
    public EcsFields fields() {
        return fields;
    }

    /** When the agent read the line. */
    public Instant readAt() {
        return readAt;
    }

    /** When the event happened, null as long as no step knows. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** Says when the event happened; the first step that knows is believed. */
    public void setTimestamp(Instant when) {
        if (timestamp == null) {
            timestamp = when;
        }
    }

    /** How grave the event is, null as long as no step knows. */
    public @Nullable LogLevel level() {
        return level;
    }

    /** Says how grave the event is; the first step that knows is believed. */
    public void setLevel(@Nullable LogLevel grade) {
        if (level == null) {
            level = grade;
        }
    }
}
