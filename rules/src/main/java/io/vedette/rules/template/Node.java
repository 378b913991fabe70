package io.vedette.rules.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a parsed template. */
sealed interface Node {
    /** Text that is written as it stands. */
    record Text(String text) implements Node {}

    /** A pipeline whose value is written, unless it only sets variables. */
    record Action(Pipe pipe) implements Node {}

    /** {@code if}. */
    record If(Pipe condition, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code with}: as {@code if}, and the value becomes the dot. */
    record With(Pipe value, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code range}. */
    record Range(Pipe over, List<Node> body, List<Node> otherwise) implements Node {}

    /** {@code break}. */
    record Break() implements Node {}

    /** {@code continue}. */
    record Continue() implements Node {}

    /** {@code template}, and {@code block} where it stands. */
    record Call(Place place, String name, @Nullable Pipe data) implements Node {}

    /**
     * Commands, each given the value of the one before as its last argument.
     *
     * @param variables that take the value, with their dollars
     * @param declares whether the variables are new
     */
    record Pipe(Place place, String source, List<String> variables, boolean declares, List<Command> commands) {}

    /** Operands: a value, or a function or method and its arguments. */
    record Command(Place place, String source, List<Operand> operands) {}

    /** What a command is made of. */
    sealed interface Operand {}

    /** A text, number, truth value or nil. */
    record Constant(@Nullable Object value, boolean isNil) implements Operand {}

    /** The dot. */
    record Dot() implements Operand {}

    /** A function. */
    record Function(String name) implements Operand {}

    /** A value and fields to look up in it, one in the other. */
    record Chain(Operand base, List<String> fields) implements Operand {}

    /** A variable, with its dollar. */
    record Variable(String name) implements Operand {}

    /** A pipeline in parentheses. */
    record Nested(Pipe pipe) implements Operand {}
}
