package io.vedette.agent.log.redact;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Samples;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is made unreadable: every byte of a secret becomes an asterisk, so that nothing else moves. Counts by pattern.
 * Safe for use by any thread.
 */
public final class Redaction {
    private static final Family FOUND = Family.counter(
            "vedette_log_redacted_total", "Secrets made unreadable before they left the node.", "pattern");
    private static final byte MASK = '*';

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(String name, Finder finder, LongAdder found) {}

    /**
     * @param kinds known kinds of secrets
     * @param own further patterns in the syntax of RE2, by the name under which they are counted; what the first group
     *     matches is the secret, or all of it if there is no group
     * @throws IllegalArgumentException if one of these is no pattern
     */
    public Redaction(Set<SecretKind> kinds, Map<String, String> own) {
        for (SecretKind kind : kinds.isEmpty() ? EnumSet.noneOf(SecretKind.class) : EnumSet.copyOf(kinds)) {
            rules.add(new Rule(kind.name().toLowerCase(Locale.ROOT), kind.finder(), new LongAdder()));
        }
        own.forEach((name, pattern) -> rules.add(new Rule(name, new PatternFinder(pattern), new LongAdder())));
    }

    /** Whether there is nothing to look for. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Makes secrets in {@code [from, to)} unreadable; the text is in an encoding that keeps ASCII. */
    void apply(byte[] text, int from, int to) {
        apply(text, from, to, (begin, end) -> {
            for (int at = begin; at < end; at++) {
                text[at] = MASK;
            }
        });
    }

    /** The same for text of two bytes a character. */
    void applyToPairs(byte[] text, int from, int to, boolean bigEndian) {
        int low = bigEndian ? 1 : 0;
        byte[] narrow = new byte[(to - from) / 2];
        for (int i = 0; i < narrow.length; i++) {
            boolean ascii = text[from + 2 * i + 1 - low] == 0 && text[from + 2 * i + low] >= 0;
            narrow[i] = ascii ? text[from + 2 * i + low] : (byte) '?';
        }
        apply(narrow, 0, narrow.length, (begin, end) -> {
            for (int i = begin; i < end; i++) {
                narrow[i] = MASK;
                text[from + 2 * i + low] = MASK;
                text[from + 2 * i + 1 - low] = 0;
            }
        });
    }

    private void apply(byte[] text, int from, int to, Finder.Places places) {
        for (Rule rule : rules) {
            rule.found().add(rule.finder().find(text, from, to, places));
        }
    }

    /** How often each pattern was found, since the start. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        rules.forEach(rule -> counts.put(rule.name(), rule.found().sum()));
        return counts;
    }

    /** Its own figures. */
    public void measure(Samples out) {
        counts().forEach((pattern, times) -> out.add(FOUND, times, pattern));
    }
}
