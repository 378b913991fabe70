package io.vedette.agent.log.multiline;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * How lines are joined to events.
 *
 * @param rule which lines belong together
 * @param maxLines most lines of an event; the next one begins another event
 * @param maxBytes most bytes of an event, line terminators included; never more than the longest line
 * @param quiet after so long without a new line an event is complete
 */
public record Joining(Rule rule, int maxLines, int maxBytes, Duration quiet) {
    private static final Joining NEVER = new Joining(new Never(), 1, Integer.MAX_VALUE, Duration.ofSeconds(1));

    public Joining {
        if (maxLines < 1 || maxBytes < 1 || quiet.isNegative() || quiet.isZero()) {
            throw new IllegalArgumentException(
                    "events of " + maxLines + " lines and " + maxBytes + " bytes, complete after " + quiet);
        }
    }

    /** Every line is an event. */
    public static Joining never() {
        return NEVER;
    }

    /** Which lines belong together. */
    public sealed interface Rule {
        /** Something that decides by this rule, for one thread. */
        Joiner joiner();
    }

    /** None. */
    public record Never() implements Rule {
        @Override
        public Joiner joiner() {
            return new SingleLines();
        }
    }

    /** What is plainly one event: stack traces, indented lines, parts of a line that a container runtime split. */
    public record Automatic() implements Rule {
        @Override
        public Joiner joiner() {
            return new ContainerJoiner(new AutomaticJoiner());
        }
    }

    /**
     * Everything up to the next line in which a pattern is found. In a container's log it is looked for in what the
     * program wrote, not in what the runtime added.
     */
    public record Start(Pattern pattern) implements Rule {
        /**
         * Reads a pattern in the syntax of RE2.
         *
         * @param charset of the files
         * @throws IllegalArgumentException if it is none
         */
        public static Start of(String pattern, Charset charset) {
            try {
                return new Start(Pattern.compile(ByteText.pattern(pattern, charset)));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "start: \"" + pattern + "\" is no pattern: " + e.getDescription(), e);
            }
        }

        @Override
        public Joiner joiner() {
            return new ContainerJoiner(new PatternJoiner(pattern));
        }
    }

    /** The same, with events that are never longer than the longest line. */
    public int maxBytes(int longestLine) {
        return Math.min(maxBytes, longestLine);
    }
}
