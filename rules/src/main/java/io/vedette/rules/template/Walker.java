package io.vedette.rules.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Executes templates, once. Not safe for use by several threads. */
final class Walker {
    /** What {@code break} and {@code continue} leave behind for the range around them. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Map<String, List<Node>> templates;
    private final Map<String, TemplateFunction> functions;
    private final TemplateLimits limits;
    private final StringBuilder out = new StringBuilder();
    private int steps;
    private int depth;
    private String executing = "";

    Walker(Map<String, List<Node>> templates, Map<String, TemplateFunction> functions, TemplateLimits limits) {
        this.templates = templates;
        this.functions = functions;
        this.limits = limits;
    }

    String run(String name, @Nullable Object data) throws TemplateException {
        enter(name, data);
        return out.toString();
    }

    private void enter(String name, @Nullable Object data) throws TemplateException {
        List<Node> nodes = templates.get(name);
        if (nodes == null) {
            throw new TemplateException("template: no template \"" + name + "\"");
        }
        String outer = executing;
        executing = name;
        walk(nodes, data, new Scope(null, "$", data));
        executing = outer;
    }

    /** A variable and those declared before it. */
    private static final class Scope {
        final @Nullable Scope outer;
        final String name;

        @Nullable
        Object value;

        Scope(@Nullable Scope outer, String name, @Nullable Object value) {
            this.outer = outer;
            this.name = name;
            this.value = value;
        }

        @Nullable
        Scope find(String wanted) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                if (scope.name.equals(wanted)) {
                    return scope;
                }
            }
            return null;
        }
    }

    /** A value, and the variables visible after it was computed. */
    private record Result(@Nullable Object value, Scope scope) {}

    private Flow walk(List<Node> nodes, @Nullable Object dot, Scope outer) throws TemplateException {
        Scope scope = outer;
        for (Node node : nodes) {
            step();
            if (node instanceof Node.Text text) {
                write(text.text());
            } else if (node instanceof Node.Action action) {
                Result result = pipe(action.pipe(), dot, scope);
                scope = result.scope();
                if (action.pipe().variables().isEmpty()) {
                    write(printed(action.pipe(), result.value()));
                }
            } else {
                Flow flow = control(node, dot, scope);
                if (flow != Flow.ON) {
                    return flow;
                }
            }
        }
        return Flow.ON;
    }

    private String printed(Node.Pipe pipe, @Nullable Object value) throws TemplateException {
        if (value == null) {
            return "<no value>";
        }
        if (value instanceof TemplateFunction) {
            throw failed(pipe.place(), pipe.source(), "can't print " + pipe.source() + " of type func");
        }
        return GoPrint.print(value);
    }

    private Flow control(Node node, @Nullable Object dot, Scope scope) throws TemplateException {
        if (node instanceof Node.If choice) {
            Result condition = pipe(choice.condition(), dot, scope);
            return walk(
                    Builtins.isTrue(condition.value()) ? choice.then() : choice.otherwise(), dot, condition.scope());
        }
        if (node instanceof Node.With with) {
            Result result = pipe(with.value(), dot, scope);
            return Builtins.isTrue(result.value())
                    ? walk(with.then(), result.value(), result.scope())
                    : walk(with.otherwise(), dot, result.scope());
        }
        if (node instanceof Node.Range range) {
            return range(range, dot, scope);
        }
        if (node instanceof Node.Call call) {
            call(call, dot, scope);
            return Flow.ON;
        }
        return node instanceof Node.Break ? Flow.BREAK : Flow.CONTINUE;
    }

    private void call(Node.Call call, @Nullable Object dot, Scope scope) throws TemplateException {
        if (!templates.containsKey(call.name())) {
            throw failed(
                    call.place(),
                    "{{template \"" + call.name() + "\"}}",
                    "template \"" + call.name() + "\" not defined");
        }
        if (++depth > limits.depth()) {
            throw failed(
                    call.place(),
                    "{{template \"" + call.name() + "\"}}",
                    "exceeded maximum template depth (" + limits.depth() + ")");
        }
        enter(
                call.name(),
                call.data() == null ? null : pipe(call.data(), dot, scope).value());
        depth--;
    }

    private Flow range(Node.Range range, @Nullable Object dot, Scope scope) throws TemplateException {
        Node.Pipe pipe = range.over();
        // The variables are set by each turn, not by the pipeline's value.
        Node.Pipe plain = new Node.Pipe(pipe.place(), pipe.source(), List.of(), false, pipe.commands());
        Object over = pipe(plain, dot, scope).value();
        boolean any = false;
        for (Map.Entry<?, ?> entry : entries(pipe, over)) {
            any = true;
            step();
            Scope turn = turn(pipe, scope, entry.getKey(), entry.getValue());
            if (walk(range.body(), entry.getValue(), turn) == Flow.BREAK) {
                break;
            }
        }
        return any ? Flow.ON : walk(range.otherwise(), dot, scope);
    }

    private static Scope turn(Node.Pipe pipe, Scope scope, @Nullable Object key, @Nullable Object value) {
        Scope turn = scope;
        List<String> variables = pipe.variables();
        for (int i = 0; i < variables.size(); i++) {
            // One variable takes the element, the first of two its index.
            Object given = i == variables.size() - 1 ? value : key;
            Scope known = pipe.declares() ? null : scope.find(variables.get(i));
            if (known == null) {
                turn = new Scope(turn, variables.get(i), given);
            } else {
                known.value = given;
            }
        }
        return turn;
    }

    private Iterable<? extends Map.Entry<?, ?>> entries(Node.Pipe pipe, @Nullable Object over)
            throws TemplateException {
        if (over == null) {
            return List.of();
        }
        if (over instanceof Map<?, ?> map) {
            return new TreeMap<>(map).entrySet();
        }
        if (over instanceof Dictionary dictionary) {
            return new TreeMap<>(dictionary.entries()).entrySet();
        }
        Map<Long, @Nullable Object> numbered = new LinkedHashMap<>();
        if (over instanceof List<?> list) {
            for (Object element : list) {
                numbered.put((long) numbered.size(), element);
            }
        } else if (over instanceof Long count) {
            for (long i = 0; i < Math.min(count, limits.steps()); i++) {
                numbered.put(i, i);
            }
        } else {
            throw failed(pipe.place(), pipe.source(), "range can't iterate over " + GoPrint.print(over));
        }
        return numbered.entrySet();
    }

    private Result pipe(Node.Pipe pipe, @Nullable Object dot, Scope scope) throws TemplateException {
        Object value = null;
        boolean first = true;
        for (Node.Command command : pipe.commands()) {
            step();
            List<@Nullable Object> piped = new ArrayList<>();
            if (!first) {
                piped.add(value);
            }
            value = command(command, dot, scope, piped);
            first = false;
        }
        Scope after = scope;
        for (String variable : pipe.variables()) {
            Scope known = pipe.declares() ? null : scope.find(variable);
            if (known == null) {
                after = new Scope(after, variable, value);
            } else {
                known.value = value;
            }
        }
        return new Result(value, after);
    }

    /** @param piped the value of the command before, if there is one */
    private @Nullable Object command(
            Node.Command command, @Nullable Object dot, Scope scope, List<@Nullable Object> piped)
            throws TemplateException {
        Node.Operand head = command.operands().get(0);
        List<Node.Operand> given =
                command.operands().subList(1, command.operands().size());
        if (head instanceof Node.Function function) {
            return invoke(command, function.name(), given, dot, scope, piped);
        }
        if (head instanceof Node.Chain chain) {
            Object base = chainBase(command, chain, dot, scope);
            List<@Nullable Object> arguments = arguments(command, given, dot, scope);
            arguments.addAll(piped);
            return Members.get(
                    this, command, base, chain.fields().get(chain.fields().size() - 1), arguments);
        }
        if (head instanceof Node.Constant constant && constant.isNil()) {
            throw failed(command.place(), command.source(), "nil is not a command");
        }
        if (!given.isEmpty() || !piped.isEmpty()) {
            throw failed(command.place(), command.source(), "can't give argument to non-function " + command.source());
        }
        return operand(command, head, dot, scope);
    }

    /** The value in which the last field of a chain is to be looked up. */
    private @Nullable Object chainBase(Node.Command command, Node.Chain chain, @Nullable Object dot, Scope scope)
            throws TemplateException {
        Object value = operand(command, chain.base(), dot, scope);
        for (String field : chain.fields().subList(0, chain.fields().size() - 1)) {
            value = Members.get(this, command, value, field, List.of());
        }
        return value;
    }

    private List<@Nullable Object> arguments(
            Node.Command command, List<Node.Operand> operands, @Nullable Object dot, Scope scope)
            throws TemplateException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Node.Operand operand : operands) {
            values.add(operand(command, operand, dot, scope));
        }
        return values;
    }

    private @Nullable Object operand(Node.Command command, Node.Operand operand, @Nullable Object dot, Scope scope)
            throws TemplateException {
        step();
        if (operand instanceof Node.Constant constant) {
            return constant.value();
        }
        if (operand instanceof Node.Variable variable) {
            Scope found = scope.find(variable.name());
            return found == null ? null : found.value;
        }
        if (operand instanceof Node.Chain chain) {
            Object base = chainBase(command, chain, dot, scope);
            return Members.get(
                    this, command, base, chain.fields().get(chain.fields().size() - 1), List.of());
        }
        if (operand instanceof Node.Nested nested) {
            return pipe(nested.pipe(), dot, scope).value();
        }
        if (operand instanceof Node.Function function) {
            return invoke(command, function.name(), List.of(), dot, scope, List.of());
        }
        return dot;
    }

    private @Nullable Object invoke(
            Node.Command command,
            String name,
            List<Node.Operand> given,
            @Nullable Object dot,
            Scope scope,
            List<@Nullable Object> piped)
            throws TemplateException {
        if (name.equals("and") || name.equals("or")) {
            return choose(command, name, given, dot, scope, piped);
        }
        List<@Nullable Object> arguments = arguments(command, given, dot, scope);
        arguments.addAll(piped);
        TemplateFunction function = functions.get(name);
        if (function == null) {
            function = Builtins.FUNCTIONS.get(name);
        }
        if (function == null) {
            throw failed(command.place(), command.source(), "\"" + name + "\" is not a defined function");
        }
        return call(command, name, function, arguments);
    }

    /** {@code and} and {@code or}, which evaluate no further than they must. */
    private @Nullable Object choose(
            Node.Command command,
            String name,
            List<Node.Operand> given,
            @Nullable Object dot,
            Scope scope,
            List<@Nullable Object> piped)
            throws TemplateException {
        if (given.isEmpty() && piped.isEmpty()) {
            throw failed(command.place(), name, "wrong number of args for " + name + ": want at least 1 got 0");
        }
        boolean stopAt = name.equals("or");
        Object value = null;
        for (Node.Operand operand : given) {
            value = operand(command, operand, dot, scope);
            if (Builtins.isTrue(value) == stopAt) {
                return value;
            }
        }
        return piped.isEmpty() ? value : piped.get(0);
    }

    @Nullable
    Object call(Node.Command command, String name, TemplateFunction function, List<@Nullable Object> arguments)
            throws TemplateException {
        Object result;
        try {
            result = function.call(arguments);
        } catch (TemplateException e) {
            throw failed(command.place(), command.source(), "error calling " + name + ": " + e.getMessage());
        }
        if (result instanceof String text && text.length() > limits.outputChars()) {
            throw failed(command.place(), command.source(), "text of " + text.length() + " characters is too long");
        }
        return result;
    }

    private void write(String text) throws TemplateException {
        if (text.length() > limits.outputChars() - out.length()) {
            throw new TemplateException(
                    "template: " + executing + ": output longer than " + limits.outputChars() + " characters");
        }
        out.append(text);
    }

    private void step() throws TemplateException {
        if (++steps > limits.steps()) {
            throw new TemplateException("template: " + executing + ": more than " + limits.steps() + " steps");
        }
    }

    TemplateException failed(Place place, String source, String message) {
        return new TemplateException(
                place.prefixWithColumn() + ": executing \"" + executing + "\" at <" + source + ">: " + message);
    }
}
