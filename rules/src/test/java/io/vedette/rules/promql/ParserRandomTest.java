package io.vedette.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParserRandomTest {
    private static final List<String> SEEDS = List.of(
            "sum by (a, b) (rate(foo{x=\"1\",y=~\"a.*|b\"}[5m] offset 1m)) / on (a) group_left (c) bar @ 12.5 > bool 3",
            "histogram_quantile(0.9, sum(rate(x_bucket{le!=\"+Inf\"}[5m])) by (le)) unless ignoring () -up^2",
            "label_replace(up, 'a', \"$1\\x41\\u00e9\", `b`, \"(.*)\") or topk(3, max_over_time((a atan2 b)[1h30m:15s] @ end()))",
            "{\"a.b\", 'c d'!~'e', __name__=\"q\"} # comment\n and absent(1 + -inf % 0x1F)");
    private static final String PIECES =
            "()[]{},:=!~<>+-*/%^@#'\"`\\ \n.0129eExsmhdwyaboffset byonand\u00e9\ud83d\ude00\ud800";

    @Test
    void answersEveryTextWithAnExpressionOrAProblem() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int parsed = 0;
        for (int i = 0; i < 60_000; i++) {
            String text = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            try {
                Expr expression = PromQl.parse(text);
                String canonical = expression.toString();
                assertThat(PromQl.parse(canonical).toString())
                        .as("canonical form of %s", text)
                        .isEqualTo(canonical);
                parsed++;
            } catch (PromQlException e) {
                assertThat(e.problems()).as("seed %s, text %s", seed, text).allSatisfy(problem -> {
                    assertThat(problem.line()).isPositive();
                    assertThat(problem.column()).isPositive();
                    assertThat(problem.message()).isNotBlank();
                });
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", text " + text, e);
            }
        }
        assertThat(parsed).as("seed %s: texts that parsed", seed).isPositive();
    }

    private static String mutate(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(out.length() + 1);
            int piece = random.nextInt(PIECES.length());
            switch (random.nextInt(4)) {
                case 0 -> out.insert(at, PIECES.charAt(piece));
                case 1 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(5)));
                case 2 -> out.insert(at, PIECES, piece, Math.min(PIECES.length(), piece + 4));
                default -> out.insert(at, text, text.length() / 2, Math.min(text.length(), text.length() / 2 + at));
            }
        }
        return out.toString();
    }
}
