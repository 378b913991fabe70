package io.vedette.agent.log.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/var/log/*.log /var/log/a.log true",
                "/var/log/*.log /var/log/a/b.log false",
                "/var/log/** /var/log/a true",
                "/var/log/** /var/log/a/b/c true",
                "/var/log/** /var/lib/a false",
                "/var/log/**/*.log /var/log/a.log true",
                "/var/log/**/*.log /var/log/x/y/a.log true",
                "/var/log/**/*.log /var/log/x/y/a.txt false",
                "/srv/*/logs/**/{out,err}.[0-9] /srv/app/logs/err.7 true",
                "/srv/*/logs/**/{out,err}.[0-9] /srv/app/logs/d/out.7 true",
                "/srv/*/logs/**/{out,err}.[0-9] /srv/app/x/logs/out.7 false",
                "/srv/*/logs/**/{out,err}.[!0-9] /srv/app/logs/err.7 false",
                "/a/b?d /a/bcd true",
                "/a/b?d /a/bd false",
                "/a/b.d /a/bcd false",
                "/a/x+(1) /a/x+(1) true",
                "/a/[b /a/[b true",
                "/a/b,c /a/b,c true",
                "/a/**/b/**/c /a/b/c true",
                "/a/**/b/**/c /a/x/b/y/z/c true",
                "/a/**/b/**/c /a/x/y/c false",
            })
    void matchesPaths(String pattern, String path, boolean expected) {
        assertThat(Glob.of(pattern).matches(Path.of(path))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/srv/*/logs/*.log /srv true",
                "/srv/*/logs/*.log / true",
                "/srv/*/logs/*.log /srv/app true",
                "/srv/*/logs/*.log /srv/app/logs true",
                "/srv/*/logs/*.log /srv/app/data false",
                "/srv/*/logs/*.log /srv/app/logs/old false",
                "/srv/** /srv/app/logs/old true",
                "/srv/** /var false",
            })
    void knowsWhichDirectoriesItReaches(String pattern, String directory, boolean expected) {
        assertThat(Glob.of(pattern).reaches(Path.of(directory))).isEqualTo(expected);
    }

    @Test
    void beginsItsSearchBelowTheLongestPathWithoutPatterns() {
        assertThat(Glob.of("/var/log/app-*/x.log").base()).isEqualTo(Path.of("/var/log"));
        assertThat(Glob.of("/var/log/syslog").base()).isEqualTo(Path.of("/var/log"));
    }

    @Test
    void refusesWhatIsNoAbsolutePattern() {
        assertThatThrownBy(() -> Glob.of("log/*.log")).hasMessageContaining("not an absolute path");
        assertThatThrownBy(() -> Glob.of("/log/{a"))
                .hasMessageContaining("/log/{a")
                .hasMessageContaining("not a file pattern");
    }

    @Test
    void isNotSlowedDownByManyStars() {
        assertThat(Glob.of("/a/*a*a*a*a*a*a*a*a*a*a*b").matches(Path.of("/a/" + "a".repeat(250))))
                .isFalse();
    }
}
