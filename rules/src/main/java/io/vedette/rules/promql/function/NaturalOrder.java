package io.vedette.rules.promql.function;

/** Texts in the order people expect: {@code disk2} before {@code disk10}. */
final class NaturalOrder {
    private NaturalOrder() {}

    /** Compares two texts, runs of ASCII digits in them as numbers; less than 0 if the first comes first. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = endOfRun(a, i);
            int endB = endOfRun(b, j);
            String partA = a.substring(i, endA);
            String partB = b.substring(j, endB);
            int compared = isDigit(partA.charAt(0)) && isDigit(partB.charAt(0))
                    ? compareNumbers(withoutZeros(partA), withoutZeros(partB))
                    : partA.compareTo(partB);
            if (compared != 0) {
                return compared;
            }
            i = endA;
            j = endB;
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest == 0 ? a.compareTo(b) : rest;
    }

    private static int compareNumbers(String a, String b) {
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }

    private static String withoutZeros(String digits) {
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    private static int endOfRun(String text, int start) {
        boolean digits = isDigit(text.charAt(start));
        int end = start + 1;
        while (end < text.length() && isDigit(text.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
