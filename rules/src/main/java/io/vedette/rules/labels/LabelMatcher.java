package io.vedette.rules.labels;

import com.google.re2j.Pattern;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label. Regular expressions have RE2's syntax, match in linear time and must match the whole value;
 * a missing label has the empty value.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class LabelMatcher {
    /** How the value is compared. */
    public enum Type {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String operator;

        Type(String operator) {
            this.operator = operator;
        }

        /** As PromQL writes it. */
        public String operator() {
            return operator;
        }
    }

    private final String name;
    private final Type type;
    private final String value;
    private final @Nullable Pattern pattern;
    /**
     * All values a regular expression matches, where it is a plain list: thousands of names take no longer than one.
     */
    private final @Nullable Set<String> names;

    /** @throws IllegalArgumentException if a regular expression is malformed, with RE2's reason */
    public LabelMatcher(String name, Type type, String value) {
        this.name = name;
        this.type = type;
        this.value = value;
        boolean regex = type == Type.REGEX || type == Type.NOT_REGEX;
        this.names = regex ? NameList.read(value).orElse(null) : null;
        this.pattern = regex && names == null ? AnchoredPattern.compile(value) : null;
    }

    /** A condition of equality. */
    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(name, Type.EQUAL, value);
    }

    /** The label's name. */
    public String name() {
        return name;
    }

    /** How the value is compared. */
    public Type type() {
        return type;
    }

    /** The value or expression compared with. */
    public String value() {
        return value;
    }

    /** Whether a label's value meets the condition. */
    public boolean matches(String candidate) {
        return switch (type) {
            case EQUAL -> candidate.equals(value);
            case NOT_EQUAL -> !candidate.equals(value);
            case REGEX -> meetsExpression(candidate);
            case NOT_REGEX -> !meetsExpression(candidate);
        };
    }

    private boolean meetsExpression(String candidate) {
        return names != null ? names.contains(candidate) : pattern != null && pattern.matches(candidate);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher that
                && name.equals(that.name)
                && type == that.type
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + type.hashCode()) + value.hashCode();
    }

    /** As PromQL writes it. */
    @Override
    public String toString() {
        String single = LabelsText.print(Labels.of("x", value.isEmpty() ? " " : value));
        String quoted = value.isEmpty() ? "\"\"" : single.substring(3, single.length() - 1);
        return name + type.operator() + quoted;
    }
}
