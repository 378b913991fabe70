package io.vedette.agent.log.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.vedette.agent.log.multiline.ByteText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Finds what a pattern's first group matches, or all of it if it has none. */
final class PatternFinder implements Finder {
    private final Pattern pattern;
    private final int group;
    private final List<byte[]> signs;

    /**
     * @param pattern in the syntax of RE2
     * @param signs one of these words, whatever its case, is in every text that matches; without any all texts are
     *     looked through with the pattern, which takes longer
     * @throws IllegalArgumentException if the pattern is none
     */
    PatternFinder(String pattern, String... signs) {
        try {
            this.pattern = Pattern.compile(ByteText.pattern(pattern, StandardCharsets.UTF_8));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + pattern + "\" is no pattern: " + e.getDescription(), e);
        }
        this.group = Math.min(1, this.pattern.groupCount());
        this.signs = List.of(signs).stream()
                .map(sign -> sign.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    @Override
    public int find(byte[] text, int from, int to, Places places) {
        if (!signs.isEmpty() && signs.stream().noneMatch(sign -> contains(text, from, to, sign))) {
            return 0;
        }
        Matcher matcher = pattern.matcher(new ByteText().over(text, from, to));
        int count = 0;
        while (matcher.find()) {
            if (matcher.start(group) < matcher.end(group)) {
                places.secret(from + matcher.start(group), from + matcher.end(group));
                count++;
            }
        }
        return count;
    }

    private static boolean contains(byte[] text, int from, int to, byte[] sign) {
        byte first = sign[0];
        for (int at = from; at + sign.length <= to; at++) {
            if (small(text[at]) == first && matches(text, at, sign)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] text, int at, byte[] sign) {
        for (int i = 1; i < sign.length; i++) {
            if (small(text[at + i]) != sign[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte small(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
