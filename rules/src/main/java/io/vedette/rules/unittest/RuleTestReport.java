package io.vedette.rules.unittest;

import java.util.List;

/**
 * What came of a file of rule unit tests.
 *
 * @param failures each in promtool's words, of several lines
 * @param skipped checks that could not be made, and why
 */
public record RuleTestReport(String file, List<String> failures, List<String> skipped) {
    public RuleTestReport {
        failures = List.copyOf(failures);
        skipped = List.copyOf(skipped);
    }

    /** Whether nothing failed. */
    public boolean isGood() {
        return failures.isEmpty();
    }

    /** As promtool prints it, with a line for each check that was skipped. */
    public String print() {
        StringBuilder out = new StringBuilder("Unit Testing:  ").append(file).append('\n');
        skipped.forEach(skip -> out.append("  SKIPPED: ").append(skip).append('\n'));
        if (isGood()) {
            return out.append("  SUCCESS\n").toString();
        }
        out.append("  FAILED:\n");
        failures.forEach(failure -> out.append(failure).append('\n'));
        return out.toString();
    }
}
