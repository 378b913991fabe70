package io.vedette.agent.probe.node;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a field into an object once, and finds it again without making the text anew: the kernel prints the
 * same names in the same places each time.
 *
 * <p>Not safe for use by several threads.
 */
final class Remembered<T> {
    private final Function<String, T> make;
    private String[] texts = new String[0];
    private @Nullable Object[] made = new Object[0];

    /** @param make builds the object; called again when another text stands at the place */
    Remembered(Function<String, T> make) {
        this.make = make;
    }

    /** Remembers label values as they are. */
    static Remembered<String> labels() {
        return new Remembered<>(text -> text);
    }

    /**
     * The object for the current field.
     *
     * @param place where it stands, such as the number of its line; small, as there is an array of that length
     */
    @SuppressWarnings("unchecked")
    T get(int place, Fields in) {
        if (place >= texts.length) {
            int length = Math.max(place + 1, 2 * texts.length);
            int from = texts.length;
            texts = Arrays.copyOf(texts, length);
            made = Arrays.copyOf(made, length);
            Arrays.fill(texts, from, length, "");
        }
        Object known = made[place];
        if (known == null || !in.is(texts[place])) {
            texts[place] = in.text();
            known = Objects.requireNonNull(make.apply(texts[place]));
            made[place] = known;
        }
        return (T) known;
    }
}
