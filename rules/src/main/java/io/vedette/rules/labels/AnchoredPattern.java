package io.vedette.rules.labels;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles regular expressions of queries, which may be hostile: RE2 matches in linear time, but a short expression
 * such as {@code ((x{1000}){1000}){1000}} makes a huge program, and deep nesting exhausts the stack of its compiler.
 */
public final class AnchoredPattern {
    private static final int MOST_NESTING = 200;
    /**
     * The largest expression that is compiled: about as many instructions as a list of 10,000 names; a program of them
     * takes some 15 MB.
     */
    public static final long MOST_INSTRUCTIONS = 250_000;

    private AnchoredPattern() {}

    /**
     * Compiles an expression that has to match the whole of a value.
     *
     * @throws IllegalArgumentException if it is malformed, with RE2's reason, or too large
     */
    public static Pattern compile(String expression) {
        if (instructions(expression) > MOST_INSTRUCTIONS) {
            throw new IllegalArgumentException("error parsing regexp: expression too large");
        }
        try {
            return Pattern.compile("^(?s:" + expression + ")$");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("error parsing regexp: expression nests too deeply", e);
        }
    }

    /**
     * A rough count of the instructions an expression compiles to, so that many of them can be limited together.
     *
     * @throws IllegalArgumentException if it nests too deeply
     */
    public static long instructions(String expression) {
        // Groups and repetitions are all that counts.
        Deque<Long> open = new ArrayDeque<>();
        long total = 0;
        long last = 0;
        int i = 0;
        while (i < expression.length()) {
            char c = expression.charAt(i);
            int next = i + 1;
            if (c == '(') {
                open.push(total);
                total = 0;
                last = 0;
                if (open.size() > MOST_NESTING) {
                    throw new IllegalArgumentException("error parsing regexp: expression nests too deeply");
                }
            } else if (c == ')' && !open.isEmpty()) {
                last = total + 2;
                total = open.pop() + last;
            } else if (c == '{') {
                next = Math.max(next, expression.indexOf('}', i) + 1);
                long times = mostTimes(expression.substring(i + 1, Math.max(i + 1, next - 1)));
                total += last * (times - 1);
                last *= times;
            } else {
                next = endOfAtom(expression, i);
                last = 1;
                total++;
            }
            if (total > MOST_INSTRUCTIONS) {
                return total;
            }
            i = next;
        }
        return total;
    }

    private static int endOfAtom(String expression, int start) {
        char c = expression.charAt(start);
        if (c == '\\') {
            return start + 2;
        }
        if (c == '[') {
            int end = start + 1;
            while (end < expression.length() && (expression.charAt(end) != ']' || end == start + 1)) {
                end += expression.charAt(end) == '\\' ? 2 : 1;
            }
            return end + 1;
        }
        return start + 1;
    }

    /** The larger number of {@code 2,5}; 1 if it is no repetition. RE2 itself refuses more than 1000. */
    private static long mostTimes(String repetition) {
        long most = 1;
        for (String number : repetition.split(",", -1)) {
            if (number.length() > 4 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return 1;
            }
            most = Math.max(most, number.isEmpty() ? 1 : Long.parseLong(number));
        }
        return most;
    }
}
