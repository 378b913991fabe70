package io.vedette.rules.template;

import io.vedette.rules.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the nodes of a template from its tokens. */
final class Parser {
    /** Actions and parentheses within each other; the parser calls itself for each. */
    private static final int MAX_DEPTH = 200;

    private final String name;
    private final String text;
    private final Set<String> functions;
    private final List<Token> tokens;
    private final Map<String, List<Node>> defined = new HashMap<>();
    private final Deque<String> variables = new ArrayDeque<>();
    private int next;
    private int depth;
    private int loops;

    private Parser(String name, String text, Set<String> functions) throws TemplateException {
        this.name = name;
        this.text = text;
        this.functions = functions;
        this.tokens = Lexer.tokens(name, text);
        variables.push("$");
    }

    /** The templates that a text defines, its own body under its name. */
    static Map<String, List<Node>> parse(String name, String text, Set<String> functions) throws TemplateException {
        Parser parser = new Parser(name, text, functions);
        Body body = parser.body(Set.of());
        parser.defined.put(name, body.nodes());
        return parser.defined;
    }

    /** Nodes up to an action that ends them; its keyword, or empty at the end of the text. */
    private record Body(List<Node> nodes, String endedBy) {}

    private Body body(Set<String> ends) throws TemplateException {
        int scope = variables.size();
        if (++depth > MAX_DEPTH) {
            throw error(peek(), "actions nested more than " + MAX_DEPTH + " deep");
        }
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = take();
            if (token.kind() == Kind.END) {
                if (!ends.isEmpty()) {
                    throw error(token, "unexpected EOF");
                }
                depth--;
                return new Body(nodes, "");
            }
            if (token.kind() == Kind.TEXT) {
                nodes.add(new Node.Text(token.text()));
                continue;
            }
            Token word = peek();
            if (word.kind() == Kind.WORD
                    && (word.text().equals("end") || word.text().equals("else"))) {
                if (!ends.contains(word.text())) {
                    throw error(word, "unexpected {{" + word.text() + "}}");
                }
                take();
                while (variables.size() > scope) {
                    variables.pop();
                }
                depth--;
                return new Body(nodes, word.text());
            }
            action(nodes);
        }
    }

    private void action(List<Node> nodes) throws TemplateException {
        Token word = peek();
        switch (word.kind() == Kind.WORD ? word.text() : "") {
            case "if", "with", "range" -> nodes.add(control(take()));
            case "define" -> define();
            case "block" -> nodes.add(block());
            case "template" -> nodes.add(call());
            case "break", "continue" -> {
                if (loops == 0) {
                    throw error(word, "{{" + word.text() + "}} outside {{range}}");
                }
                take();
                close(word.text());
                nodes.add(word.text().equals("break") ? new Node.Break() : new Node.Continue());
            }
            default -> {
                Node.Pipe pipe = pipeline("command");
                close("command");
                nodes.add(new Node.Action(pipe));
            }
        }
    }

    private Node control(Token keyword) throws TemplateException {
        int scope = variables.size();
        boolean isRange = keyword.text().equals("range");
        Node.Pipe pipe = isRange ? rangePipeline() : pipeline(keyword.text());
        close(keyword.text());
        loops += isRange ? 1 : 0;
        Body then = body(Set.of("end", "else"));
        loops -= isRange ? 1 : 0;
        List<Node> otherwise = List.of();
        if (then.endedBy().equals("else")) {
            Token word = peek();
            boolean chained = word.is(Kind.WORD, "if") && keyword.text().equals("if")
                    || word.is(Kind.WORD, "with") && keyword.text().equals("with");
            if (chained) {
                // "else if" is an "if" in the else branch; both end with the same {{end}}.
                if (++depth > MAX_DEPTH) {
                    throw error(word, "actions nested more than " + MAX_DEPTH + " deep");
                }
                otherwise = List.of(control(take()));
                depth--;
            } else {
                close("else");
                otherwise = body(Set.of("end")).nodes();
                close("end");
            }
        } else {
            close("end");
        }
        while (variables.size() > scope) {
            variables.pop();
        }
        return switch (keyword.text()) {
            case "if" -> new Node.If(pipe, then.nodes(), otherwise);
            case "with" -> new Node.With(pipe, then.nodes(), otherwise);
            default -> new Node.Range(pipe, then.nodes(), otherwise);
        };
    }

    private void define() throws TemplateException {
        Token word = take();
        if (depth > 1) {
            throw error(word, "unexpected {{define}}");
        }
        String defines = string("define");
        close("define");
        defined.put(defines, inner());
    }

    private Node block() throws TemplateException {
        Token word = take();
        String calls = string("block");
        Node.Pipe pipe = pipeline("block");
        close("block");
        defined.put(calls, inner());
        return new Node.Call(place(word), calls, pipe);
    }

    /** The body of a template within this one, which sees none of its variables. */
    private List<Node> inner() throws TemplateException {
        List<String> outer = new ArrayList<>(variables);
        int outerLoops = loops;
        variables.clear();
        variables.push("$");
        loops = 0;
        List<Node> nodes = body(Set.of("end")).nodes();
        close("end");
        variables.clear();
        variables.addAll(outer);
        loops = outerLoops;
        return nodes;
    }

    private Node call() throws TemplateException {
        Token word = take();
        String calls = string("template clause");
        Node.Pipe data = peek().kind() == Kind.CLOSE ? null : pipeline("template clause");
        close("template clause");
        return new Node.Call(place(word), calls, data);
    }

    private String string(String context) throws TemplateException {
        Token token = take();
        if (token.kind() != Kind.STRING) {
            throw unexpected(token, context);
        }
        return token.text();
    }

    private Node.Pipe rangePipeline() throws TemplateException {
        return pipeline("range");
    }

    private Node.Pipe pipeline(String context) throws TemplateException {
        if (++depth > MAX_DEPTH) {
            throw error(peek(), "parentheses nested more than " + MAX_DEPTH + " deep");
        }
        Token first = peek();
        List<String> targets = new ArrayList<>();
        boolean declares = targets(targets, context.equals("range"));
        List<Node.Command> commands = new ArrayList<>();
        do {
            commands.add(command(context));
        } while (takeMark("|"));
        for (Node.Command command : commands.subList(1, commands.size())) {
            if (command.operands().get(0) instanceof Node.Constant
                    || command.operands().get(0) instanceof Node.Dot) {
                throw error(first, "non executable command in pipeline stage " + (commands.indexOf(command) + 1));
            }
        }
        if (declares) {
            targets.forEach(variables::push);
        }
        depth--;
        return new Node.Pipe(place(first), source(first), targets, declares, commands);
    }

    /** Takes {@code $x :=}, {@code $x =} or, for a range, {@code $i, $x :=}; returns whether they are declared. */
    private boolean targets(List<String> targets, boolean isRange) throws TemplateException {
        Token first = peek();
        if (first.kind() != Kind.VARIABLE) {
            return false;
        }
        Token second = tokens.get(next + 1);
        if (isRange && second.is(Kind.MARK, ",")) {
            Token third = tokens.get(next + 2);
            if (third.kind() != Kind.VARIABLE) {
                throw error(third, "range can only initialize variables");
            }
            targets.add(first.text());
            targets.add(third.text());
            next += 3;
        } else if (second.is(Kind.MARK, ":=") || second.is(Kind.MARK, "=")) {
            targets.add(first.text());
            next++;
        } else {
            return false;
        }
        Token mark = take();
        if (mark.is(Kind.MARK, ":=")) {
            return true;
        }
        if (!mark.is(Kind.MARK, "=")) {
            throw unexpected(mark, "range");
        }
        for (String target : targets) {
            requireVariable(first, target);
        }
        return false;
    }

    private Node.Command command(String context) throws TemplateException {
        Token first = peek();
        List<Node.Operand> operands = new ArrayList<>();
        while (true) {
            Token token = peek();
            if (token.kind() == Kind.CLOSE || token.is(Kind.MARK, "|") || token.is(Kind.MARK, ")")) {
                break;
            }
            if (!operands.isEmpty() && !token.spaced()) {
                throw unexpected(token, "operand");
            }
            operands.add(operand(context));
        }
        if (operands.isEmpty()) {
            throw error(first, first.kind() == Kind.CLOSE ? "missing value for " + context : "empty command");
        }
        return new Node.Command(place(first), source(first), operands);
    }

    private Node.Operand operand(String context) throws TemplateException {
        Token token = take();
        Node.Operand base = term(token, context);
        List<String> fields = new ArrayList<>();
        if (token.kind() == Kind.FIELD) {
            fields.add(token.text());
        }
        while (peek().kind() == Kind.FIELD && !peek().spaced()) {
            fields.add(take().text());
        }
        if (fields.isEmpty()) {
            return base;
        }
        if (base instanceof Node.Constant) {
            throw error(token, "unexpected . after term \"" + token.text() + "\"");
        }
        return new Node.Chain(base, List.copyOf(fields));
    }

    private Node.Operand term(Token token, String context) throws TemplateException {
        return switch (token.kind()) {
            case FIELD, DOT -> new Node.Dot();
            case VARIABLE -> {
                requireVariable(token, token.text());
                yield new Node.Variable(token.text());
            }
            case STRING -> new Node.Constant(token.text(), false);
            case CHARACTER -> {
                if (token.text().codePointCount(0, token.text().length()) != 1) {
                    throw error(token, "malformed character constant: '" + token.text() + "'");
                }
                yield new Node.Constant((long) token.text().codePointAt(0), false);
            }
            case NUMBER -> new Node.Constant(number(token), false);
            case WORD -> word(token);
            case MARK -> {
                if (!token.text().equals("(")) {
                    throw unexpected(token, context);
                }
                Node.Pipe pipe = pipeline("parenthesized pipeline");
                if (!takeMark(")")) {
                    throw unexpected(peek(), "parenthesized pipeline");
                }
                yield new Node.Nested(pipe);
            }
            case TEXT, OPEN, CLOSE, END -> throw unexpected(token, context);
        };
    }

    private Node.Operand word(Token token) throws TemplateException {
        return switch (token.text()) {
            case "true" -> new Node.Constant(true, false);
            case "false" -> new Node.Constant(false, false);
            case "nil" -> new Node.Constant(null, true);
            default -> {
                if (!functions.contains(token.text()) && !Builtins.NAMES.contains(token.text())) {
                    throw error(token, "function \"" + token.text() + "\" not defined");
                }
                yield new Node.Function(token.text());
            }
        };
    }

    private Object number(Token token) throws TemplateException {
        try {
            return GoNumber.parse(token.text());
        } catch (NumberFormatException e) {
            throw error(token, "bad number syntax: \"" + token.text() + "\"");
        }
    }

    private void requireVariable(Token at, String variable) throws TemplateException {
        if (!variables.contains(variable)) {
            throw error(at, "undefined variable \"" + variable + "\"");
        }
    }

    private boolean takeMark(String mark) {
        if (peek().is(Kind.MARK, mark)) {
            next++;
            return true;
        }
        return false;
    }

    private void close(String context) throws TemplateException {
        Token token = take();
        if (token.kind() != Kind.CLOSE) {
            throw unexpected(token, context);
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    /** The next token; after the last, the last again. */
    private Token take() throws TemplateException {
        Token token = tokens.get(next);
        if (next < tokens.size() - 1) {
            next++;
        }
        return token;
    }

    private String source(Token first) {
        int end = tokens.get(next).position();
        return text.substring(first.position(), Math.max(first.position(), end)).strip();
    }

    private Place place(Token token) {
        return Place.of(name, text, token.position());
    }

    private TemplateException unexpected(Token token, String context) {
        String what = token.kind() == Kind.END ? "EOF" : "\"" + token.text() + "\"";
        return error(token, "unexpected " + what + " in " + context);
    }

    private TemplateException error(Token token, String message) {
        return new TemplateException(place(token).prefix() + ": " + message);
    }
}
