package io.vedette.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | 0.00 | 0e+00 | 0",
                "1 | 1 | 1.00 | 1e+00 | 1",
                "-1.5 | -1.5 | -1.50 | -1.5e+00 | -1.5",
                "100000 | 100000 | 100000.00 | 1e+05 | 1e+05",
                "1000000 | 1e+06 | 1000000.00 | 1e+06 | 1e+06",
                "123456789 | 1.23456789e+08 | 123456789.00 | 1.23456789e+08 | 1.235e+08",
                "0.0001 | 0.0001 | 0.00 | 1e-04 | 0.0001",
                "0.00001234 | 1.234e-05 | 0.00 | 1.234e-05 | 1.234e-05",
                "0.1 | 0.1 | 0.10 | 1e-01 | 0.1",
                "2.675 | 2.675 | 2.67 | 2.675e+00 | 2.675",
                "0.125 | 0.125 | 0.12 | 1.25e-01 | 0.125",
                "1234.5678 | 1234.5678 | 1234.57 | 1.2345678e+03 | 1235",
                "99999.5 | 99999.5 | 99999.50 | 9.99995e+04 | 1e+05",
                "2E-3 | 0.002 | 0.00 | 2e-03 | 0.002",
                "2.0E-44 | 2e-44 | 0.00 | 2e-44 | 2e-44",
                "5.684341886080802E-14 | 5.684341886080802e-14 | 0.00 | 5.684341886080802e-14 | 5.684e-14",
                "1.7976931348623157E308 | 1.7976931348623157e+308 | x | 1.7976931348623157e+308 | 1.798e+308",
                "4.9E-324 | 5e-324 | 0.00 | 5e-324 | 4.941e-324",
                "Infinity | +Inf | +Inf | +Inf | +Inf",
                "-Infinity | -Inf | -Inf | -Inf | -Inf",
                "NaN | NaN | NaN | NaN | NaN",
                "-0.0 | -0 | -0.00 | -0e+00 | -0",
            })
    void writesFloatsAsGoDoes(double value, String shortest, String twoPlaces, String scientific, String fourDigits) {
        assertThat(GoFloat.format(value, 'g', GoFloat.SHORTEST)).isEqualTo(shortest);
        if (!twoPlaces.equals("x")) {
            assertThat(GoFloat.format(value, 'f', 2)).isEqualTo(twoPlaces);
        }
        assertThat(GoFloat.format(value, 'e', GoFloat.SHORTEST)).isEqualTo(scientific);
        assertThat(GoFloat.format(value, 'g', 4)).isEqualTo(fourDigits);
    }

    @Test
    void theShortestTextReadsBackAsTheSameNumberAndNoShorterOneDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            double value = random.nextBoolean()
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextInt(1_000_000) / Math.pow(10, random.nextInt(8));
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                continue;
            }
            String text = GoFloat.format(value, 'e', GoFloat.SHORTEST);
            assertThat(Double.parseDouble(text)).as("seed %d", seed).isEqualTo(value);
            int digits =
                    text.substring(0, text.indexOf('e')).replaceAll("[-.]", "").length();
            if (digits > 1) {
                String shorter = String.format("%." + (digits - 2) + "e", value);
                assertThat(Double.parseDouble(shorter))
                        .as("%s, seed %d", text, seed)
                        .isNotEqualTo(value);
            }
        }
    }

    @Test
    void takesGosVerbsAndFlags() throws Exception {
        assertThat(format("%v %d %s %t %%", 1.5, 7L, "x", true)).isEqualTo("1.5 7 x true %");
        assertThat(format("%.2f|%8.2f|%-8.2f|%08.2f|%+.1f|% d", 3.14159, 3.14159, 3.14159, -3.14159, 2.0, 5L))
                .isEqualTo("3.14|    3.14|3.14    |-0003.14|+2.0| 5");
        assertThat(format("%f %e %E %g %G %.3g", 1.0, 1.0, 1.0, 1e-7, 1e-7, 1234.5))
                .isEqualTo("1.000000 1.000000e+00 1.000000E+00 1e-07 1E-07 1.23e+03");
        assertThat(format(
                        "%x %X %#x %o %b %c %q %U %5d|%-5d|%05d|%.3d",
                        255L, 255L, 255L, 8L, 5L, 65L, 65L, 65L, 42L, 42L, -42L, 7L))
                .isEqualTo("ff FF 0xff 10 101 A 'A' U+0041    42|42   |-0042|007");
        assertThat(format("%q %x %5s|%-5s|%.2s", "a\"\n", "hi", "ab", "ab", "éàü"))
                .isEqualTo("\"a\\\"\\n\" 6869    ab|ab   |éà");
        assertThat(format("%*d|%-*d|%.*f", 4L, 7L, 4L, 7L, 1L, 2.55)).isEqualTo("   7|7   |2.5");
        assertThat(format("%[2]s %[1]s", "a", "b")).isEqualTo("b a");
        assertThat(format("%v %v %s", List.of("a", 1.0), Map.of("k", "v"), Arrays.asList("x", null)))
                .isEqualTo("[a 1] map[k:v] [x %!s(<nil>)]");
        assertThat(format("%T %T %T", "a", 1.0, 1L)).isEqualTo("string float64 int");
        assertThat(format("%08.1f|%5v", Double.POSITIVE_INFINITY, Double.NaN)).isEqualTo("    +Inf|  NaN");
    }

    @Test
    void showsMistakesInTheTextAsGoDoes() throws Exception {
        assertThat(format("%d", "x")).isEqualTo("%!d(string=x)");
        assertThat(format("%d", 1.5)).isEqualTo("%!d(float64=1.5)");
        assertThat(format("%s", 5L)).isEqualTo("%!s(int=5)");
        assertThat(format("%d %d", 1L)).isEqualTo("1 %!d(MISSING)");
        assertThat(format("%d", 1L, "x")).isEqualTo("1%!(EXTRA string=x)");
        assertThat(format("%")).isEqualTo("%!(NOVERB)");
        assertThat(format("%z", 1L)).isEqualTo("%!z(int=1)");
        assertThat(format("%[5]d", 1L)).isEqualTo("%!d(BADINDEX)");
    }

    @Test
    void refusesToFillTheMemory() {
        assertThatThrownBy(() -> format("%999999d".repeat(5), 1L, 1L, 1L, 1L, 1L))
                .isInstanceOf(TemplateException.class);
    }

    private static String format(String format, Object... arguments) throws TemplateException {
        return GoFormat.format(format, Arrays.asList(arguments), 2_000_000);
    }
}
