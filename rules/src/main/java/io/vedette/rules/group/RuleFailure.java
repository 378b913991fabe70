package io.vedette.rules.group;

/** A rule that could not be evaluated, and why. */
final class RuleFailure extends Exception {
    RuleFailure(String message) {
        super(message);
    }
}
