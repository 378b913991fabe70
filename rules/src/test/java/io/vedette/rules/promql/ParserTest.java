package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1|1",
                "-1|-1",
                "0x3d|61",
                "0XfF|255",
                "1_000.000_5|1000.0005",
                "0x1_0|16",
                "1_0e1_0|100000000000",
                "5.|5",
                "1E+2|100",
                "017|15",
                ".5e-3|0.0005",
                "+Inf|+Inf",
                "nAn|NaN",
                "5m|5m",
                "1y2w3d|382d",
                "'a\\n\\x41\\u00e9'|\"a\\nAé\"",
                "`a\\n`|\"a\\\\n\"",
                "foo|foo",
                "foo{}|foo",
                "foo{b='1',a!='2',}|foo{a!=\"2\",b=\"1\"}",
                "{\"a.b\", \"c d\"=~\"x\"}|{\"c d\"=~\"x\",__name__=\"a.b\"}",
                "{__name__='up'}|{__name__=\"up\"}",
                "a:b:c|a:b:c",
                "sum + by|sum + by",
                "offset offset 5m|offset offset 5m",
                "foo offset -300|foo offset -5m",
                "foo @ 1.5 offset 1m|foo @ 1.500 offset 1m",
                "foo[90s] offset 1m @ end()|foo[1m30s] @ end() offset 1m",
                "rate(foo[5m])[30m:]|rate(foo[5m])[30m:]",
                "rate(foo[300])[30m:60] @ start()|rate(foo[5m])[30m:1m] @ start()",
                "a+b*c^d^e|a + b * c ^ d ^ e",
                "-a^2|-a ^ 2",
                "2^-1*3|2 ^ -1 * 3",
                "a==bool 1|a == bool 1",
                "a AND on(x,y) b|a and on (x, y) b",
                "a unless ignoring() b|a unless b",
                "a*on(x)group_left b|a * on (x) group_left () b",
                "a/ignoring(x)group_right(y,\"z z\")b|a / ignoring (x) group_right (y, \"z z\") b",
                "SUM(a)BY(x)|sum by (x) (a)",
                "sum without(by,on)(a)|sum without (by, on) (a)",
                "sum by()(a)|sum(a)",
                "topk(3,a)|topk(3, a)",
                "count_values('v',a)|count_values(\"v\", a)",
                "(((a)))|(((a)))",
                "minute()|minute()",
                "foo[5m*2]|foo[5m * 2]",
                "foo[(5m)]|foo[5m]",
                "foo[2^(1+1)*-1m]|foo[2 ^ (1 + 1) * -1m]",
                "foo[max(step(),1m)]|foo[max(step(), 1m)]",
                "foo[1h:step()*2]|foo[1h:step() * 2]",
                "foo offset (1h/2)|foo offset (1h / 2)",
                "foo offset -step()|foo offset -step()",
                "foo offset 5m * 2|foo offset 5m * 2",
                "foo offset min(range(), 5m) @ end()|foo @ end() offset min(range(), 5m)",
                "rate(foo[5m] ANCHORED offset 5m)|rate(foo[5m] anchored offset 5m)",
                "foo smoothed @ 10|foo smoothed @ 10.000",
                "anchored|anchored",
                "a + fill(0) b|a + fill (0) b",
                "a == bool on(x) group_left() fill_right(-1) fill_left(2) b|a == bool on (x) group_left () fill_left (2) fill_right (-1) b",
                "fill + fill|fill + fill",
                "a </ 5 >/ 2|a </ 5 >/ 2",
                "info(a, {k=~'.*'})|info(a, {k=~\".*\"})",
                "limit_ratio(-0.5,a)by(x)|limit_ratio by (x) (-0.5, a)",
                "start()+end()*step()/range()|start() + end() * step() / range()",
                "a # comment|a",
                "atan2 atan2 x|atan2 atan2 x",
            })
    void printsCanonicallyAndParsesThatToTheSame(String text, String canonical) throws PromQlException {
        if (text.startsWith("atan2")) {
            assertThatThrownBy(() -> PromQl.parse(text)).hasMessageContaining("unexpected <op:atan2>");
            return;
        }
        assertThat(PromQl.parse(text)).hasToString(canonical);
        assertThat(PromQl.parse(canonical)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|1:1: parse error: no expression found in input",
                "1 +|1:4: parse error: unexpected end of input",
                "(1|1:3: parse error: unclosed left parenthesis",
                "1)|1:3: parse error: unexpected right parenthesis ')'",
                "foo bar|1:5: parse error: unexpected identifier \"bar\"",
                "foo[5m|1:7: parse error: unclosed left bracket",
                "1__0|1:1: parse error: bad number or duration syntax: \"1__0\"",
                "1_|1:1: parse error: bad number or duration syntax: \"1_\"",
                "0x|1:1: parse error: bad number or duration syntax: \"0x\"",
                "1.2.3|1:1: parse error: bad number or duration syntax: \"1.2\"",
                "foo[5x]|1:5: parse error: bad number or duration syntax: \"5\"",
                "foo[5m1h]|1:5: parse error: not a valid duration string: \"5m1h\"",
                "foo[0s]|1:5: parse error: duration must be greater than 0",
                "foo[5m/0]|1:7: parse error: division by zero",
                "foo[5m%0s]|1:7: parse error: modulo by zero",
                "foo[]|1:5: parse error: unexpected \"]\" in subquery or range selector, expected number, duration, step(), or range()",
                "foo[5m:-]|1:9: parse error: unexpected \"]\" in subquery selector, expected number, duration, step(), range(), or \"]\"",
                "foo offset -|1:13: parse error: unexpected end of input in offset, expected number, duration, step(), or range()",
                "foo[5mm]|1:5: parse error: bad number or duration syntax: \"5mm\"",
                "foo[1d1y]|1:5: parse error: bad number or duration syntax: \"1d1\"",
                "foo @ start|1:12: parse error: unexpected end of input in @, expected timestamp",
                "foo @ -Inf|1:1: parse error: timestamp out of bounds for @ modifier: -Inf",
                "foo @ 1e15|1:1: parse error: timestamp out of bounds for @ modifier: 1000000000000000.000000",
                "foo[5m:]]|1:9: parse error: unexpected right bracket ']'",
                "foo offset by|1:12: parse error: unexpected <by> in offset, expected number, duration, step(), or range()",
                "foo offset 5m1h|1:12: parse error: not a valid duration string: \"5m1h\"",
                "foo offset -(5m offset 1m|1:17: parse error: unexpected <offset> in offset, expected number, duration, step(), or range()",
                "foo anchored smoothed|1:1: parse error: anchored and smoothed modifiers cannot be used together",
                "foo[5m:] smoothed|1:1: parse error: smoothed modifier is not supported for subqueries",
                "sum(foo) anchored|1:1: parse error: anchored modifier not implemented",
                "a + fill(b) c|1:10: parse error: unexpected identifier \"b\" in fill value, expected number",
                "a + fill_left(1) fill_left(2) b|1:18: parse error: unexpected identifier \"fill_left\"",
                "a + fill(1) 2|1:1: parse error: filling in missing series only allowed between instant vectors",
                "a and fill(1) b|1:1: parse error: filling in missing series not allowed for set operators",
                "1 </ 2|1:1: parse error: operator \"</\" not allowed for Scalar operations",
                "info(a, b)|1:9: parse error: expected label selectors only, got vector selector instead",
                "info(a, sum(b))|1:9: parse error: expected label selectors only",
                "foo{a=b}|1:7: parse error: unexpected identifier \"b\" in label matching, expected string",
                "foo{a}|1:6: parse error: unexpected \"}\" in label matching, expected label matching operator",
                "foo{1}|1:5: parse error: unexpected character inside braces: '1'",
                "foo{a=~\"(\"}|1:5: parse error: error parsing regexp: missing closing ): `^(?s:()$`",
                "{}|1:1: parse error: vector selector must contain at least one non-empty matcher",
                "{x=~\".*\"}|1:1: parse error: vector selector must contain at least one non-empty matcher",
                "foo{__name__=\"x\"}|1:1: parse error: metric name must not be set twice: \"foo\" or \"x\"",
                "sum(foo[5m])|1:5: parse error: expected type instant vector in aggregation expression, got range vector",
                "rate(foo)|1:6: parse error: expected type range vector in call to function \"rate\", got instant vector",
                "rate(foo[5m], 1)|1:1: parse error: expected 1 argument(s) in call to \"rate\", got 2",
                "nope(1)|1:1: parse error: unknown function with name \"nope\"",
                "limitk(x)|1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
                "sum()|1:1: parse error: no arguments for aggregate expression provided",
                "topk(x)|1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
                "1 == 1|1:3: parse error: comparisons between scalars must use BOOL modifier",
                "a + bool b|1:3: parse error: bool modifier can only be used on comparison operators",
                "1 and 2|1:1: parse error: set operator \"and\" not allowed in binary scalar expression",
                "a and on(x) group_left b|1:1: parse error: no grouping allowed for \"and\" operation",
                "a * on(x) group_left(x) b|1:3: parse error: label \"x\" must not occur in ON and GROUP clause at once",
                "1 + on(x) a|1:1: parse error: vector matching only allowed between instant vectors",
                "a + \"x\"|1:5: parse error: binary expression must contain only scalar and instant vector types",
                "-\"x\"|1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"string\"",
                "1 offset 5m|1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
                "a offset 5m offset 1m|1:1: parse error: offset may not be set multiple times",
                "a @ 1 @ 2|1:1: parse error: @ <timestamp> may not be set multiple times",
                "a offset 5m [1m]|1:13: parse error: no offset modifiers allowed before range",
                "sum(a)[5m]|1:7: parse error: ranges only allowed for vector selectors",
                "a[5m][5m:]|1:1: parse error: subquery is only allowed on instant vector, got matrix instead",
                "'a|1:1: parse error: unterminated quoted string",
                "'\\q'|1:1: parse error: unknown escape sequence U+0071 'q'",
                "a ~ b|1:3: parse error: unexpected character: '~'",
            })
    void refusesInPrometheusWordsAtTheRightPlace(String text, String message) {
        assertThatThrownBy(() -> PromQl.parse(text))
                .isInstanceOf(PromQlException.class)
                .hasMessage(message);
    }

    @Test
    void reportsLineAndColumnOfEachMistake() {
        assertThatThrownBy(() -> PromQl.parse("rate(a)\n  + sum(\n b[1m])"))
                .isInstanceOfSatisfying(
                        PromQlException.class,
                        e -> assertThat(e.problems())
                                .extracting(PromQlException.Problem::toString)
                                .containsExactly(
                                        "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector",
                                        "3:2: parse error: expected type instant vector in aggregation expression, got range vector"));
    }

    @Test
    void refusesNestingThatWouldExhaustTheStack() {
        int many = 100_000;
        for (String text : new String[] {
            "(".repeat(many),
            "-".repeat(many) + "a",
            "a" + "+a".repeat(many),
            "a" + "^a".repeat(many),
            "abs(".repeat(many),
            "sum(".repeat(many),
            "a" + "[1m:]".repeat(many),
        }) {
            assertThatThrownBy(() -> PromQl.parse(text))
                    .isInstanceOf(PromQlException.class)
                    .hasMessageMatching(".*expression is nested more than (64|300) levels deep");
        }
    }

    @Test
    void formatsLongExpressionsOverSeveralLines() throws PromQlException {
        Expr expression = PromQl.parse(
                "-(100*sum(rate(node_network_receive_bytes_total{device!=\"lo\"}[5m]))by(instance)>topk(3,node_filesystem_avail_bytes{fstype!=\"tmpfs\",mountpoint=\"/\",device=~\"/dev/.*\"}))");
        String formatted = PromQl.format(expression);
        assertThat(formatted).isEqualTo("""
                        -(
                            100 * sum by (instance) (rate(node_network_receive_bytes_total{device!="lo"}[5m]))
                          >
                            topk(3, node_filesystem_avail_bytes{device=~"/dev/.*",fstype!="tmpfs",mountpoint="/"})
                        )""");
        assertThat(PromQl.parse(formatted)).hasToString(expression.toString());
        assertThat(PromQl.format(PromQl.parse("a+b"))).isEqualTo("a + b");
    }

    @Test
    void refusesTextsThatWouldFillTheMemory() {
        assertThatThrownBy(() -> PromQl.parse("a or " + " ".repeat(1 << 20) + "b"))
                .hasMessage("1:1: parse error: expression is longer than 1048576 characters");
        assertThatThrownBy(() -> PromQl.parse("a{" + "b=~\"(x{1000}){200}\",".repeat(10) + "}"))
                .hasMessageEndingWith("regular expressions are too large together");
    }

    @Test
    void findsAllSelectorsInTheOrderWritten() throws PromQlException {
        Expr expression = PromQl.parse("a + sum(rate(b[5m])) / max_over_time((c > 1)[5m:]) + topk(scalar(d), e)");
        assertThat(expression.selectors())
                .extracting(Expr.VectorSelector::name)
                .containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void keepsBytesThatAreNoTextApart() throws PromQlException {
        Expr parsed = PromQl.parse("\"a\\xc5z\"");
        assertThat(parsed).hasToString("\"a\\xc5z\"");
        assertThat(StringText.isText(((Expr.StringLiteral) parsed).value())).isFalse();
    }
}
