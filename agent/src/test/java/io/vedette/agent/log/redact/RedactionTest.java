package io.vedette.agent.log.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.agent.ship.LogSink;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import io.vedette.protocol.log.LogSource;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private static Redaction all() {
        return new Redaction(EnumSet.allOf(SecretKind.class), Map.of());
    }

    private static String redacted(Redaction redaction, String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        redaction.apply(bytes, 1, bytes.length - 1);
        String result = new String(bytes, StandardCharsets.UTF_8);
        return result.substring(1, result.length() - 1);
    }

    /** A secret is written between two bars here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "card |4111 1111 1111 1111| used",
                "card |5500-0000-0000-0004|",
                "|378282246310005|",
                "card |4111111111111111| 12 2027, |4111 1111 1111 1111| 123",
                "no card 4111 1111 1111 1112, no card 1234567890123456789012",
                "order 0000000000000000 of 2026-11-23 10:20:30",
                "get https://bob:|s3cr:et|@example.org/x?y=1",
                "https://example.org:8080/a@b and mailto:a@b",
                "jdbc:postgresql://bob:|pw|@db/x",
                "password=|hunter2|&user=bob",
                "{\"password\": \"|hunter2|\", \"user\": \"bob\"}",
                "{\"log\":\"{\\\"api_key\\\":\\\"|abc|\\\"}\\n\"}",
                "DB_PASSWORD: |x.y-z|",
                "the password was changed",
                "Authorization: Bearer |abcdefgh.ijk-lmn|",
                "jwt |eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl| end",
                "key |AKIAIOSFODNN7EXAMPLE| used",
                "push with |ghp_0123456789abcdefghijklmnopqrstuvwxyz|",
                "-----BEGIN RSA PRIVATE KEY-----|\\nMIIabc+/=\\n|-----END RSA PRIVATE KEY-----",
                "ordinary text, 17 of 4, key ring and token bucket",
                "密码 password=|密码|, 下",
            })
    void hidesSecretsAndNothingElse(String marked) {
        StringBuilder plain = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        String[] parts = marked.split("\\|", -1);
        for (int i = 0; i < parts.length; i++) {
            plain.append(parts[i]);
            boolean secret = i % 2 == 1;
            expected.append(secret ? "*".repeat(parts[i].getBytes(StandardCharsets.UTF_8).length) : parts[i]);
        }
        assertThat(redacted(all(), plain.toString())).isEqualTo(expected.toString());
    }

    @Test
    void hidesWhatOwnPatternsFindAndCountsByPattern() {
        Redaction redaction =
                new Redaction(EnumSet.of(SecretKind.CARD), new LinkedHashMap<>(Map.of("patient", "patient (\\d+)")));
        assertThat(redacted(redaction, "patient 4711, patient 12, card 4111111111111111"))
                .isEqualTo("patient ****, patient **, card ****************");
        assertThat(redaction.counts()).containsExactly(Map.entry("card", 1L), Map.entry("patient", 2L));
        assertThat(new Redaction(EnumSet.noneOf(SecretKind.class), Map.of()).isEmpty())
                .isTrue();
        assertThatThrownBy(() -> new Redaction(EnumSet.noneOf(SecretKind.class), Map.of("x", "(")))
                .hasMessageContaining("no pattern");
    }

    @Test
    void looksThroughEveryEventOfAChunkAndChangesNothingElse() throws Exception {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] one = "é password=abc".getBytes(charset);
            byte[] two = "nothing".getBytes(charset);
            ByteBuffer payload = ByteBuffer.allocate(one.length + two.length)
                    .put(one)
                    .put(two)
                    .flip();
            LogChunk chunk = new LogChunk(
                    new LogSource("h", LogSource.Kind.FILE, "/x", "i", charset.name(), ""),
                    1,
                    new long[] {0, 50},
                    new int[] {one.length, two.length},
                    new byte[2],
                    payload);
            List<byte[]> shipped = new ArrayList<>();
            LogSink kafka = (key, bytes, outcome) -> shipped.add(bytes);
            new RedactingSink(kafka, all()).ship("k", LogChunkCodec.encode(chunk), new Unheard());
            LogChunk arrived = LogChunkCodec.decode(shipped.get(0));
            byte[] bytes = new byte[arrived.payload().remaining()];
            arrived.payload().get(bytes);
            assertThat(new String(bytes, charset)).isEqualTo("é password=***nothing");
            assertThat(arrived.offsets()).containsExactly(0, 50);
        }
    }

    @Test
    void hostileTextTakesNoMoreThanLinearTime() {
        // Backtracking would not come back from these within a lifetime.
        for (String brick :
                List.of("a://b:", "password=", "4111 ", "eyJa.eyJ", "-----BEGIN PRIVATE KEY-----", "token ")) {
            assertThat(redacted(all(), brick.repeat(20_000))).hasSize(brick.length() * 20_000);
        }
    }

    private static final class Unheard implements LogSink.Outcome {
        @Override
        public void acknowledged() {
            throw new AssertionError("nobody shipped it");
        }

        @Override
        public void failed() {
            throw new AssertionError("nobody shipped it");
        }

        @Override
        public void tooLarge() {
            throw new AssertionError("nobody shipped it");
        }
    }
}
