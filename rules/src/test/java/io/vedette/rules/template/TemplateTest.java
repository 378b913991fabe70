package io.vedette.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final String WITH_VARIABLES = "{{$labels := .Labels}}{{$value := .Value}}";

    private static final List<Value.Point> QUERIED = List.of(
            new Value.Point(Labels.of("__name__", "metric", "instance", "b"), 21),
            new Value.Point(Labels.of("__name__", "metric", "instance", "a"), 11));

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                // text and trimming
                "plain } {text => plain } {text",
                "{{ 1 }} => 1",
                "a {{- 1 -}} b => a1b",
                "a {{- /* said */ -}} b => ab",
                "a{{/* said */}}b => ab",
                "{{`raw \\n`}} => raw \\n",
                "{{\"q\\\"\\u00e9\\x41\"}} => q\"éA",
                "{{'a'}} {{0x1F}} {{-2.50}} {{1e3}} {{017}} {{1_000}} => 97 31 -2.5 1000 15 1000",
                // data
                "{{.Labels.instance}} => n1:9100",
                "{{.Labels.nothere}}. => .",
                "{{$labels.instance}} {{$value}} => n1:9100 0.25",
                "{{.Labels}} => map[instance:n1:9100 job:node]",
                "{{.List}} {{index .List 1}} {{len .List}} => [x y] y 2",
                "{{index .Labels \"job\"}} => node",
                "{{.Any.none}} {{.Any.number}} => <no value> 7",
                "{{.Nothing}} => <no value>",
                "{{slice \"abcdef\" 1 3}} => bc",
                // control
                "{{if .Labels.job}}yes{{else}}no{{end}} => yes",
                "{{if .Labels.nothere}}yes{{else if 1}}second{{else}}no{{end}} => second",
                "{{if 0}}{{else if 0.0}}{{else if \"\"}}{{else if .Nothing}}{{else}}empty{{end}} => empty",
                "{{with .Labels.job}}<{{.}}>{{end}} => <node>",
                "{{with .Labels.nothere}}a{{else with .Labels.job}}{{.}}{{else}}c{{end}} => node",
                "{{range .List}}{{.}},{{end}} => x,y,",
                "{{range $i, $e := .List}}{{$i}}={{$e}} {{end}}. => 0=x 1=y .",
                "{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}} => instance=n1:9100;job=node;",
                "{{range .Empty}}a{{else}}none{{end}} => none",
                "{{range 3}}{{.}}{{end}} => 012",
                "{{range $i, $e := .List}}{{if eq $i 1}}{{break}}{{end}}{{$e}}{{end}} => x",
                "{{range .List}}{{if eq . \"x\"}}{{continue}}{{end}}{{.}}{{end}} => y",
                "{{$n := 0}}{{range .List}}{{$n = len .}}{{end}}{{$n}} => 1",
                "{{$n := 0}}{{if 1}}{{$n := 5}}{{$n}}{{end}}{{$n}} => 50",
                // templates
                "{{define \"inner\"}}[{{.}}]{{end}}{{template \"inner\" .Value}} => [0.25]",
                "{{block \"b\" .Labels.job}}({{.}}){{end}} => (node)",
                // pipelines and functions
                "{{.Labels.job | toUpper | printf \"%s-%s\" \"a\"}} => a-NODE",
                "{{(index .List 0) | printf \"%q\"}} => \"x\"",
                "{{and 1 0}} {{and 1 2}} {{or 0 \"b\"}} {{or 0 \"\"}} {{not 1}} => 0 2 b  false",
                "{{or 1 (index .List 9)}} => 1",
                "{{eq 1 1}} {{eq 2 1 2}} {{ne \"a\" \"b\"}} {{lt 1.5 2.5}} {{ge 2 2}} {{gt \"b\" \"a\"}} {{le 3 2}} =>"
                        + " true true true true true true false",
                "{{if gt .Value 0.2}}over{{end}} => over",
                "{{print 1 2 \"a\" 3 4.5}} => 1 2a3 4.5",
                "{{println \"a\" 1}}. => ~a 1\n.~",
                "{{html \"<a b='c'>&\"}} => &lt;a b=&#39;c&#39;&gt;&amp;",
                "{{js \"it's <b>\"}} => it\\'s \\u003Cb\\u003E",
                "{{urlquery \"a b&c*~\"}} => a+b%26c%2A~",
                "{{call .Any.same 5}} {{.Object.Twice 4}} {{.Object.Name}} => 5 8 thing",
                // times
                "{{.Time}} => 2023-11-14 22:13:20.5 +0000 UTC",
                "{{.Time.Format \"Mon Jan _2 15:04:05.000 2006 MST\"}} => Tue Nov 14 22:13:20.500 2023 UTC",
                "{{.Time.Format \"2006-01-02T15:04:05Z07:00 3:04PM\"}} => 2023-11-14T22:13:20Z 10:13PM",
                "{{.Time.Unix}} {{.Time.Year}} {{.Time.Weekday}} => 1700000000 2023 Tuesday",
                "{{.Took}} => 1h1m1.5s",
            })
    void givesWhatGoGives(String template, @Nullable String expected) throws Exception {
        assertThat(expand(template)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "{{query \"metric\" | first | value}} => 21",
                "{{query \"metric\" | sortByLabel \"instance\" | first | label \"instance\"}} => a",
                "{{range query \"metric\" | sortByLabel \"instance\"}}{{.Labels.instance}}:{{.Value}}: {{end}}. => a:11: b:21: .",
                "{{with query \"none\"}}some{{else}}none{{end}} => none",
                "{{humanize 0.0}} {{humanize 1.0}} {{humanize 1234567.0}} {{humanize .12}} => 0 1 1.235M 120m",
                "{{humanize 1e3}} {{humanize -999999.0}} {{humanize \"1e27\"}} {{humanize 435}} => 1k -1000k 1000Y 435",
                "{{humanize1024 0.0}} {{humanize1024 1.0}} {{humanize1024 1048576.0}} {{humanize1024 .12}} => 0 1 1Mi 0.12",
                "{{humanizeDuration 0}} {{humanizeDuration 1}} {{humanizeDuration 60}} {{humanizeDuration 3600}} =>"
                        + " 0s 1s 1m 0s 1h 0m 0s",
                "{{humanizeDuration 86400}} {{humanizeDuration 899.99}} {{humanizeDuration .1}} {{humanizeDuration 0.0001}} =>"
                        + " 1d 0h 0m 0s 14m 59s 100ms 100us",
                "{{humanizeDuration -86461}} {{humanizeDuration 12.345678}} => -1d 0h 1m 1s 12.35s",
                "{{humanizePercentage -0.22222}} {{humanizePercentage 0.0}} {{humanizePercentage 0.1234567}} =>"
                        + " -22.22% 0% 12.35%",
                "{{humanizeTimestamp 1435065584.128}} => 2015-06-23 13:19:44.128 +0000 UTC",
                "{{(toTime 1435065584.128).Year}} => 2015",
                "{{toDuration 90}} => 1m30s",
                "{{parseDuration \"1h30m\"}} => 5400",
                "{{title \"aa bb cc_dd\"}} {{toUpper \"aa\"}} {{toLower \"BB\"}} => Aa Bb Cc_dd AA bb",
                "{{reReplaceAll \"(a)b\" \"x$1${1}y$2\" \"ab-ab\"}} => xaay-xaay",
                "{{reReplaceAll \"a*\" \"-\" \"baac\"}} {{toUpper \"aß\"}} => -b-c- Aß",
                "{{query \"metric\" | first}} => &{map[__name__:metric instance:b] 21}",
                "{{match \"a+\" \"baab\"}} {{match \"^a\" \"b\"}} => true false",
                "{{stripPort \"host.example:9100\"}} {{stripPort \"[::1]:80\"}} {{stripPort \"host\"}} =>"
                        + " host.example ::1 host",
                "{{stripDomain \"host.example:9100\"}} {{stripDomain \"10.0.0.1:80\"}} {{stripDomain \"a.b.c\"}} =>"
                        + " host:9100 10.0.0.1:80 a",
                "{{graphLink \"up == 0\"}} => /graph?g0.expr=up+%3D%3D+0&g0.tab=0",
                "{{tableLink \"up\"}} => /graph?g0.expr=up&g0.tab=1",
                "{{externalURL}} {{pathPrefix}} => http://n0:9800/v /v",
                "{{urlQueryEscape \"a b\"}} {{safeHtml \"<b>\"}} => a+b <b>",
                "{{with args 5 \"b\"}}{{.arg0}}{{.arg1}}{{.arg2}}{{end}} => 5b<no value>",
                "{{define \"x\"}}{{.arg0}}+{{.arg1}}{{end}}{{template \"x\" (args 1 2)}} => 1+2",
                "{{now}} => 1.7e+09",
            })
    void hasPrometheussFunctions(String template, String expected) throws Exception {
        assertThat(expand(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "{{ => template: t:1: unclosed action",
                "{{if 1}} => template: t:1: unexpected EOF",
                "{{end}} => template: t:1: unexpected {{end}}",
                "{{nofunction 1}} => template: t:1: function \"nofunction\" not defined",
                "{{$x}} => template: t:1: undefined variable \"$x\"",
                "{{if 1}}{{$x := 1}}{{end}}{{$x}} => template: t:1: undefined variable \"$x\"",
                "{{\"abc}} => template: t:1: unterminated quoted string",
                "{{/* abc}} => template: t:1: unclosed comment",
                "{{1 | 2}} => template: t:1: non executable command in pipeline stage 2",
                "{{(1}} => template: t:1: unexpected \"}}\" in parenthesized pipeline",
                "{{}} => template: t:1: missing value for command",
                "{{break}} => template: t:1: {{break}} outside {{range}}",
                "{{.A!}} => template: t:1: unexpected U+0021 '!' in action",
                "{{1x}} => template: t:1: bad number syntax: \"1x\"",
                "{{else}} => template: t:1: unexpected {{else}}",
                "~a\nb\n{{nope}}~ => template: t:3: function \"nope\" not defined",
            })
    void saysWhatIsWrongInATemplateThatCannotBeParsed(String template, String expected) {
        assertThatThrownBy(() -> expand(template))
                .isInstanceOf(TemplateException.class)
                .hasMessage(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "{{gt .Value 1}} =>"
                        + " template: t:1:2: executing \"t\" at <gt .Value 1>: error calling gt: incompatible types for comparison",
                "{{.Value.Foo}} =>"
                        + " template: t:1:2: executing \"t\" at <.Value.Foo>: can't evaluate field Foo in type float64",
                "{{.Object.Nope}} =>"
                        + " template: t:1:2: executing \"t\" at <.Object.Nope>: can't evaluate field Nope in type thing",
                "{{template \"none\"}} =>"
                        + " template: t:1:2: executing \"t\" at <{{template \"none\"}}>: template \"none\" not defined",
                "{{index .List 5}} =>"
                        + " template: t:1:2: executing \"t\" at <index .List 5>: error calling index: index out of range: 5",
                "~a\n {{first .Empty}}~ =>"
                        + " template: t:2:3: executing \"t\" at <first .Empty>: error calling first: first() called on vector with no elements",
                "{{humanize \"x\"}} =>"
                        + " template: t:1:2: executing \"t\" at <humanize \"x\">: error calling humanize: strconv.ParseFloat: parsing \"x\": invalid syntax",
                "{{match \"(\" \"x\"}} =>"
                        + " template: t:1:2: executing \"t\" at <match \"(\" \"x\">: error calling match: error parsing regexp: missing closing ): `(`",
            })
    void saysWhereExecutionFails(String template, String expected) {
        assertThatThrownBy(() -> expand(template))
                .isInstanceOf(TemplateException.class)
                .hasMessage(expected);
    }

    @Test
    void endlessTemplatesEnd() {
        assertThatThrownBy(() -> expand("{{define \"x\"}}{{template \"x\"}}{{end}}{{template \"x\"}}"))
                .hasMessageContaining("exceeded maximum template depth");
        assertThatThrownBy(() -> expand("{{range 10000}}{{range 10000}}{{end}}{{end}}"))
                .hasMessageContaining("steps");
        assertThatThrownBy(() -> expand("{{range 10000}}{{printf \"%1000d\" 1}}{{end}}"))
                .hasMessageContaining("output longer than");
        assertThatThrownBy(() -> expand("{{(".repeat(100_000))).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> expand("{{if 1}}".repeat(100_000))).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> expand("{{$x := \"aaaaaaaaaa\"}}{{range 40}}{{$x = print $x $x}}{{end}}"))
                .hasMessageContaining("too long");
    }

    @Test
    void templatesCallThoseOfOtherFiles() throws Exception {
        Template others =
                Template.parse("defaults", "{{define \"greet\"}}hello {{.}}{{end}}", PrometheusFunctions.NAMES);
        Template main = Template.parse("main", "{{template \"greet\" \"you\"}}", PrometheusFunctions.NAMES);
        assertThat(main.with(List.of(others)).execute(null, Map.of(), TemplateLimits.DEFAULT))
                .isEqualTo("hello you");
    }

    private static String expand(String text) throws TemplateException {
        PrometheusFunctions functions = new PrometheusFunctions(
                expression -> expression.equals("none") ? List.of() : QUERIED,
                Instant.ofEpochSecond(1_700_000_000),
                "http://n0:9800/v");
        String variables = text.startsWith("{{$labels") ? WITH_VARIABLES : "";
        return Template.parse("t", variables + text, PrometheusFunctions.NAMES)
                .execute(data(), functions.byName(), TemplateLimits.DEFAULT);
    }

    private static Struct data() {
        Map<String, @Nullable Object> any = new LinkedHashMap<>();
        any.put("number", 7L);
        any.put("same", (TemplateFunction) given -> given.get(0));
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("Name", "thing");
        object.put("Twice", (TemplateFunction) given -> given.get(0) instanceof Long number ? 2 * number : null);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("Labels", Map.of("instance", "n1:9100", "job", "node"));
        fields.put("Value", 0.25);
        fields.put("List", Arrays.asList("x", "y"));
        fields.put("Empty", List.of());
        fields.put("Any", new Dictionary(any));
        fields.put("Object", new Struct("thing", object));
        fields.put("Nothing", null);
        fields.put("Time", Instant.ofEpochMilli(1_700_000_000_500L));
        fields.put("Took", Duration.ofMillis(3_661_500));
        return new Struct("data", fields);
    }
}
