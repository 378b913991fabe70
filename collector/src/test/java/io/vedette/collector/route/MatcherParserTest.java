package io.vedette.collector.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            severity="critical"                ; [severity="critical"]
            severity = critical                ; [severity="critical"]
            team=~"db|web"                     ; [team=~"db|web"]
            a!="b", c!~"d.*"                   ; [a!="b", c!~"d.*"]
            {a="b",c="d",}                     ; [a="b", c="d"]
            {}                                 ; []
            a="x\\"y"                           ; [a="x\\"y"]
            a=""                               ; [a=""]
            """)
    void readsWhatAlertmanagerReads(String text, String matchers) {
        assertThat(MatcherParser.parse(text.strip())).hasToString(matchers.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=b", "a=\"b", "{a=b", "a=b}", "a=b c=d", "a=~\"(\"", "\"a\"b"})
    void saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> MatcherParser.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheCharacter() {
        assertThatThrownBy(() -> MatcherParser.parse("severity:critical"))
                .hasMessageContaining("expected one of =, !=, =~, !~");
    }
}
