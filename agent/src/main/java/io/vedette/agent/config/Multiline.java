package io.vedette.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vedette.agent.log.multiline.Joining;
import io.vedette.protocol.config.ByteSize;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Which lines are one event.
 *
 * @param join whether lines are joined
 * @param start pattern found in the first line of each event; empty for what is plainly one event
 * @param maxLines most lines of an event
 * @param maxSize most bytes of an event
 * @param quiet how long more of an event is waited for
 */
public record Multiline(Join join, String start, int maxLines, ByteSize maxSize, Duration quiet) {
    /** Whether lines are joined. */
    public enum Join {
        /** What is plainly one event, or what {@code start} says. */
        @JsonProperty("auto")
        AUTO,
        /** Every line is an event. */
        @JsonProperty("never")
        NEVER
    }

    public Multiline {
        if (join == Join.NEVER && !start.isEmpty()) {
            throw new IllegalArgumentException("start: has no meaning as nothing is joined; leave out join: never");
        }
        if (maxSize.bytes() < 1 || maxSize.bytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("max_size: from 1B to 2GiB");
        }
        if (quiet.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("quiet: at least 1ms");
        }
        rule(join, start, StandardCharsets.UTF_8);
    }

    /**
     * The same as the tail takes it.
     *
     * @param charset of the files
     */
    Joining toJoining(Charset charset) {
        return new Joining(rule(join, start, charset), maxLines, Math.toIntExact(maxSize.bytes()), quiet);
    }

    private static Joining.Rule rule(Join join, String start, Charset charset) {
        return switch (join) {
            case NEVER -> new Joining.Never();
            case AUTO -> start.isEmpty() ? new Joining.Automatic() : Joining.Start.of(start, charset);
        };
    }
}
