package io.vedette.rules.promql.script;

/** An answer that is not the one expected. */
final class Mismatch extends Exception {
    Mismatch(String message) {
        super(message);
    }
}
