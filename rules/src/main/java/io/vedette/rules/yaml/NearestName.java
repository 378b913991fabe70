package io.vedette.rules.yaml;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody who misspelt a name is likely to have meant. */
final class NearestName {
    private static final int MAX_LENGTH = 100;

    private NearestName() {}

    /** The known name that takes the fewest changes, if that is less than half of its letters. */
    static Optional<String> of(String name, Collection<String> known) {
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            int changes = name.length() > MAX_LENGTH ? Integer.MAX_VALUE : changes(name, candidate);
            if (changes < fewest && changes <= Math.max(1, candidate.length() / 2)) {
                fewest = changes;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters added, left out or exchanged (Levenshtein). */
    private static int changes(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int exchange = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchange, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
