package io.vedette.rules.promql;

/** The types of PromQL. */
public enum ValueType {
    SCALAR("scalar"),
    STRING("string"),
    VECTOR("instant vector"),
    MATRIX("range vector");

    private final String words;

    ValueType(String words) {
        this.words = words;
    }

    /** As error messages name it. */
    public String words() {
        return words;
    }
}
