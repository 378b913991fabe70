package io.vedette.rules.unittest;

import java.util.List;

/**
 * What came of a file of rule unit tests.
 *
 * @param failures each in promtool's words, of several lines
 */
public record RuleTestReport(String file, List<String> failures) {
    public RuleTestReport {
        failures = List.copyOf(failures);
    }

    /** Whether nothing failed. */
    public boolean isGood() {
        return failures.isEmpty();
    }

    /** As promtool prints it. */
    public String print() {
        StringBuilder out = new StringBuilder("Unit Testing:  ").append(file).append('\n');
        if (isGood()) {
            return out.append("  SUCCESS\n").toString();
        }
        out.append("  FAILED:\n");
        failures.forEach(failure -> out.append(failure).append('\n'));
        return out.toString();
    }
}
