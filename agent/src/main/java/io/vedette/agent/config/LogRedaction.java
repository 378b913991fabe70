package io.vedette.agent.config;

import com.google.re2j.Pattern;
import io.vedette.agent.log.redact.Redaction;
import io.vedette.agent.log.redact.SecretKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is made unreadable before it leaves the node.
 *
 * @param kinds known kinds of secrets
 * @param own further patterns
 */
public record LogRedaction(List<String> kinds, List<OwnPattern> own) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /**
     * A pattern of the user's.
     *
     * @param name under which it is counted
     * @param pattern its first group, or all of it, is the secret
     */
    public record OwnPattern(String name, String pattern) {
        public OwnPattern {
            if (!NAME.matches(name)) {
                throw new IllegalArgumentException(
                        "name: \"" + name + "\" is none; write small letters, digits and underscores");
            }
        }
    }

    public LogRedaction {
        kinds = List.copyOf(kinds);
        own = List.copyOf(own);
        toRedaction(kinds, own);
    }

    /** The same as the shipper takes it, counting from 0. */
    public Redaction toRedaction() {
        return toRedaction(kinds, own);
    }

    private static Redaction toRedaction(List<String> kinds, List<OwnPattern> own) {
        Set<SecretKind> chosen = new HashSet<>();
        kinds.forEach(kind -> chosen.add(SecretKind.valueOf(kind.toUpperCase(Locale.ROOT))));
        Set<String> names = new TreeSet<>(kinds);
        Map<String, String> patterns = new LinkedHashMap<>();
        for (OwnPattern each : own) {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException("own: there are two patterns " + each.name());
            }
            patterns.put(each.name(), each.pattern());
        }
        return new Redaction(chosen, patterns);
    }
}
