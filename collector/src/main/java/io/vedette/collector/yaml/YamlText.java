package io.vedette.collector.yaml;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A text in a YAML file, with its place for complaints. */
public final class YamlText {
    private final String value;
    private final Consumer<String> complain;

    YamlText(String value, Consumer<String> complain) {
        this.value = value;
        this.complain = complain;
    }

    /** As it stands in the file, without quotes. */
    public String value() {
        return value;
    }

    /** Tells of a mistake at this place. */
    public void problem(String message) {
        complain.accept(message);
    }

    /**
     * Reads the text as something else.
     *
     * @param parse throws IllegalArgumentException with what is wrong
     * @return empty if it is wrong, of which has been told then
     */
    public <T> Optional<T> read(Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(value));
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The value. */
    @Override
    public String toString() {
        return value;
    }
}
