package io.vedette.agent.log.multiline;

import static io.vedette.agent.log.multiline.Ascii.digits;
import static io.vedette.agent.log.multiline.Ascii.endsWith;
import static io.vedette.agent.log.multiline.Ascii.indexOf;
import static io.vedette.agent.log.multiline.Ascii.is;
import static io.vedette.agent.log.multiline.Ascii.isDigit;
import static io.vedette.agent.log.multiline.Ascii.isLetter;
import static io.vedette.agent.log.multiline.Ascii.skipBlanks;
import static io.vedette.agent.log.multiline.Ascii.startsWith;

/**
 * Recognises the lines of stack traces that are not indented, as Java, Python, Go, Ruby, JavaScript, .NET, PHP and Rust
 * write them. All looks are pure and take at most the time to read the line once.
 */
final class TraceLine {
    private static final int LONGEST_NAME = 256;

    private TraceLine() {}

    /** {@code java.lang.IllegalStateException: closed}, {@code TypeError: x is not a function}, {@code a.B[...]}. */
    static boolean isException(byte[] data, int from, int to) {
        int end = nameEnd(data, from, to);
        if (!endsWith(data, from, end, "Exception")
                && !endsWith(data, from, end, "Error")
                && !endsWith(data, from, end, "Throwable")) {
            return false;
        }
        return end == to || ":[(;".indexOf(data[end]) >= 0 || startsWith(data, end, to, " [");
    }

    /** What stands before an exception that nobody caught. */
    static boolean isUncaught(byte[] data, int from, int to) {
        if (from == to) {
            return false;
        }
        return switch (data[from]) {
            case 'E' -> startsWith(data, from, to, "Exception in thread ");
            case 'F' -> startsWith(data, from, to, "Fatal error: Uncaught");
            case 'P' -> startsWith(data, from, to, "PHP Fatal error: ");
            case 'U' ->
                startsWith(data, from, to, "Unhandled exception")
                        || startsWith(data, from, to, "Unhandled Exception")
                        || startsWith(data, from, to, "Uncaught ");
            default -> false;
        };
    }

    /** What goes on in a trace of Java, .NET or PHP though it is not indented. */
    static boolean isMoreOfTrace(byte[] data, int from, int to) {
        if (from == to) {
            return false;
        }
        return switch (data[from]) {
            case 'C' -> startsWith(data, from, to, "Caused by: ");
            case 'S' -> startsWith(data, from, to, "Suppressed: ") || isStackTrace(data, from, to);
            case 'W' -> startsWith(data, from, to, "Wrapped by: ");
            case '-' -> startsWith(data, from, to, "--- End of ");
            case '.' -> startsWith(data, from, to, "... ") && isDigit(data, from + 4, to);
            case '#' -> isDigit(data, from + 1, to);
            case '}' -> isClosing(data, from, to);
            default -> isFrame(data, from, to);
        };
    }

    static boolean isStackTrace(byte[] data, int from, int to) {
        return startsWith(data, from, to, "Stack trace:") || startsWith(data, from, to, "Stacktrace:");
    }

    /** {@code at a.b.C.method(C.java:12)}, without what it may be indented by. */
    static boolean isFrame(byte[] data, int from, int to) {
        return startsWith(data, from, to, "at ") && (is(data, to - 1, to, ')') || isDigit(data, to - 1, to));
    }

    static boolean isPythonTrace(byte[] data, int from, int to) {
        return endsWith(data, from, to, "Traceback (most recent call last):");
    }

    static boolean isPythonFrame(byte[] data, int from, int to) {
        return startsWith(data, from, to, "File \"");
    }

    /** {@code ValueError: no}, {@code KeyboardInterrupt}: a name, then nothing or a colon. */
    static boolean isPythonError(byte[] data, int from, int to) {
        int end = nameEnd(data, from, to);
        return end > from && (end == to || data[end] == ':');
    }

    static boolean isPythonChain(byte[] data, int from, int to) {
        return startsWith(data, from, to, "During handling of the above exception")
                || startsWith(data, from, to, "The above exception was the direct cause");
    }

    static boolean isGoTrace(byte[] data, int from, int to) {
        if (from == to) {
            return false;
        }
        return switch (data[from]) {
            case 'p' -> startsWith(data, from, to, "panic: ");
            case 'f' -> startsWith(data, from, to, "fatal error: ");
            case 'g' -> isGoroutine(data, from, to);
            case 'u' -> startsWith(data, from, to, "unexpected fault address");
            case 'S' ->
                startsWith(data, from, to, "SIGQUIT: quit")
                        || startsWith(data, from, to, "SIGABRT: abort")
                        || startsWith(data, from, to, "SIGSEGV: segmentation violation");
            default -> false;
        };
    }

    static boolean isGoroutine(byte[] data, int from, int to) {
        return startsWith(data, from, to, "goroutine ") && isDigit(data, from + 10, to);
    }

    /** What goes on in a trace of Go: functions with their arguments, and the words between them. */
    static boolean isMoreOfGo(byte[] data, int from, int to) {
        if (isGoroutine(data, from, to)
                || startsWith(data, from, to, "created by ")
                || startsWith(data, from, to, "[signal ")
                || startsWith(data, from, to, "runtime stack:")
                || startsWith(data, from, to, "PC=")
                || startsWith(data, from, to, "...")
                || startsWith(data, from, to, "exit status ")) {
            return true;
        }
        if (!isLetter(data, from, to)) {
            return false;
        }
        int name = from;
        while (name < to && data[name] != ' ' && data[name] != '(') {
            name++;
        }
        boolean call = is(data, name, to, '(') && data[to - 1] == ')';
        return call || startsWith(data, skipBlanks(data, name, to), to, "0x");
    }

    /** {@code app.rb:12:in 'call'} and nothing behind it. */
    static boolean isRubyFrame(byte[] data, int from, int to) {
        return is(data, to - 1, to, '\'') && isRubyPlace(data, from, to);
    }

    /** The same, with or without a message behind it. */
    static boolean isRubyPlace(byte[] data, int from, int to) {
        int end = from;
        while (end < to && end < from + LONGEST_NAME && data[end] > ' ') {
            end++;
        }
        int place = indexOf(data, from, end, ".rb:");
        if (place < 0) {
            return false;
        }
        int line = digits(data, place + 4, to);
        return line > 0 && startsWith(data, place + 4 + line, to, ":in ");
    }

    /** {@code ActiveRecord::RecordNotFound (no such order):}. */
    static boolean isRubyError(byte[] data, int from, int to) {
        int end = nameEnd(data, from, to);
        return indexOf(data, from, end, "::") > 0
                && startsWith(data, end, to, " (")
                && (endsWith(data, from, to, "):") || endsWith(data, from, to, ")"));
    }

    /** {@code /app/index.js:3}, {@code node:internal/process:288}: what Node.js begins with, then an excerpt. */
    static boolean isScriptPlace(byte[] data, int from, int to) {
        int end = to;
        while (end > from && isDigit(data, end - 1, to)) {
            end--;
        }
        if (end == to || end - from < 5 || data[end - 1] != ':' || indexOf(data, from, end, " ") >= 0) {
            return false;
        }
        return startsWith(data, from, to, "node:")
                || endsWith(data, from, end - 1, ".js")
                || endsWith(data, from, end - 1, ".cjs")
                || endsWith(data, from, end - 1, ".mjs")
                || endsWith(data, from, end - 1, ".ts");
    }

    /** What goes on after the excerpt. */
    static boolean isMoreOfScript(byte[] data, int from, int to) {
        return is(data, from, to, '^')
                || isException(data, from, to)
                || isClosing(data, from, to)
                || startsWith(data, from, to, "Uncaught ")
                || startsWith(data, from, to, "Thrown at:")
                || startsWith(data, from, to, "[UnhandledPromiseRejection")
                || startsWith(data, from, to, "throw ")
                || startsWith(data, from, to, "Node.js v");
    }

    static boolean isRustPanic(byte[] data, int from, int to) {
        return startsWith(data, from, to, "thread '") && indexOf(data, from, to, "' panicked at ") > 0;
    }

    static boolean isMoreOfRust(byte[] data, int from, int to) {
        return startsWith(data, from, to, "stack backtrace:") || startsWith(data, from, to, "note: ");
    }

    /** Nothing but closing brackets and what stands behind them. */
    static boolean isClosing(byte[] data, int from, int to) {
        for (int at = from; at < to; at++) {
            if ("}]),; ".indexOf(data[at]) < 0) {
                return false;
            }
        }
        return from < to;
    }

    /** Whether the line's last byte opens a bracket. */
    static boolean isOpening(byte[] data, int from, int to) {
        return from < to && "{[(".indexOf(data[to - 1]) >= 0;
    }

    private static int nameEnd(byte[] data, int from, int to) {
        if (!isLetter(data, from, to) && !is(data, from, to, '_')) {
            return from;
        }
        int end = from;
        int limit = Math.min(to, from + LONGEST_NAME);
        while (end < limit
                && (isLetter(data, end, to)
                        || isDigit(data, end, to)
                        || "._$/".indexOf(data[end]) >= 0
                        || is(data, end, to, ':') && (is(data, end + 1, to, ':') || data[end - 1] == ':'))) {
            end++;
        }
        return end;
    }
}
