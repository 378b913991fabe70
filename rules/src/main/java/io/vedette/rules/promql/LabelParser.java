package io.vedette.rules.promql;

import io.vedette.rules.labels.AnchoredPattern;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands between braces, and lists of labels. Not safe for use by several threads. */
final class LabelParser {
    private final TokenReader in;
    /** Size of all regular expressions so far. */
    private long patternInstructions;

    LabelParser(TokenReader in) {
        this.in = in;
    }

    /** Reads conditions up to the closing brace; the index after it. */
    int matchers(List<LabelMatcher> matchers) throws PromQlException {
        while (in.kind() != Kind.RIGHT_BRACE) {
            matchers.add(matcher());
            if (in.kind() == Kind.COMMA) {
                in.advance();
            } else if (in.kind() != Kind.RIGHT_BRACE) {
                throw in.unexpected("label matching", "\",\" or \"}\"");
            }
        }
        return in.advance().end();
    }

    /** Many large regular expressions would fill the memory as well as one that is too large. */
    private LabelMatcher matcher(String name, LabelMatcher.Type type, String value) {
        if (type == LabelMatcher.Type.REGEX || type == LabelMatcher.Type.NOT_REGEX) {
            patternInstructions += AnchoredPattern.instructions(value);
            if (patternInstructions > 2 * AnchoredPattern.MOST_INSTRUCTIONS) {
                throw new IllegalArgumentException("regular expressions are too large together");
            }
        }
        return new LabelMatcher(name, type, value);
    }

    private LabelMatcher matcher() throws PromQlException {
        Token label = in.token();
        if (label.kind() != Kind.IDENTIFIER && label.kind() != Kind.STRING) {
            throw in.unexpected("label matching", "identifier or \"}\"");
        }
        in.advance();
        String name = label.kind() == Kind.STRING ? StringText.unquote(label.text()) : label.text();
        LabelMatcher.Type type = matchType(in.token());
        if (type == null) {
            if (label.kind() == Kind.STRING) {
                return LabelMatcher.equal(Labels.NAME, name);
            }
            throw in.unexpected("label matching", "label matching operator");
        }
        in.advance();
        Token value = in.expect(Kind.STRING, "label matching", "string");
        try {
            return matcher(name, type, StringText.unquote(value.text()));
        } catch (IllegalArgumentException e) {
            throw in.problem(in.span(label).to(value.end()), e.getMessage());
        }
    }

    private static LabelMatcher.@Nullable Type matchType(Token operator) {
        return switch (operator.kind()) {
            case ASSIGN -> LabelMatcher.Type.EQUAL;
            case MATCHES -> LabelMatcher.Type.REGEX;
            case MATCHES_NOT -> LabelMatcher.Type.NOT_REGEX;
            case OPERATOR -> operator.is(BinaryOperator.NOT_EQUAL) ? LabelMatcher.Type.NOT_EQUAL : null;
            default -> null;
        };
    }

    /** Reads names of labels in parentheses. */
    List<String> names() throws PromQlException {
        in.expect(Kind.LEFT_PAREN, "grouping opts", "\"(\"");
        List<String> names = new ArrayList<>();
        while (in.kind() != Kind.RIGHT_PAREN) {
            Token name = in.token();
            if (name.kind() == Kind.STRING) {
                names.add(StringText.unquote(name.text()));
            } else if (name.isWord() && Lexer.isLabelName(name.text())) {
                names.add(name.text());
            } else {
                throw in.unexpected("grouping opts", "label");
            }
            in.advance();
            if (in.kind() == Kind.COMMA) {
                in.advance();
            } else if (in.kind() != Kind.RIGHT_PAREN) {
                throw in.unexpected("grouping opts", "\",\" or \")\"");
            }
        }
        in.advance();
        return names;
    }
}
