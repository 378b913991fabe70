package io.vedette.rules.promql;

import java.util.List;

/**
 * How a function is called.
 *
 * @param arguments the types of the arguments; with a variable number, the last may be left out or repeated
 * @param variadic how many more arguments than {@code arguments.size() - 1} are allowed; -1 for any number, 0 if the
 *     number is fixed
 */
public record FunctionSignature(String name, List<ValueType> arguments, int variadic, ValueType result) {
    public FunctionSignature {
        arguments = List.copyOf(arguments);
    }

    /** The type an argument must have. */
    public ValueType argument(int index) {
        return arguments.get(Math.min(index, arguments.size() - 1));
    }
}
