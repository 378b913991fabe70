package io.vedette.rules.template;

/**
 * A word of the template language.
 *
 * @param text as it stands in the template; for {@code STRING} and {@code CHARACTER} what it means
 * @param position offset in the template's text
 * @param spaced whether white space stands before it, which ends an operand
 */
record Token(Kind kind, String text, int position, boolean spaced) {
    enum Kind {
        TEXT,
        OPEN,
        CLOSE,
        /** A name, keyword, {@code true}, {@code false} or {@code nil}. */
        WORD,
        /** {@code .Name}; the text is without the dot. */
        FIELD,
        DOT,
        /** {@code $} or {@code $name}, with the dollar. */
        VARIABLE,
        NUMBER,
        CHARACTER,
        STRING,
        /** One of {@code | , ( ) := =}. */
        MARK,
        END
    }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }
}
