package io.vedette.agent.log.multiline;

import static io.vedette.agent.log.multiline.Ascii.skipBlanks;
import static io.vedette.agent.log.multiline.Ascii.tokenEnd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins what is plainly one event: lines indented below the first, and stack traces. A line that begins with a time or
 * a level is never joined, and nothing is joined to a line that is complete in itself. In doubt lines stay apart.
 */
final class AutomaticJoiner implements ContentJoiner {
    private static final int LONGEST_TAG = 32;
    private static final byte[] NO_TAG = new byte[0];

    private State state = State.LINE;
    private boolean open;
    private boolean marked;
    private boolean bracket;
    private int indent;
    private byte[] tag = NO_TAG;

    private enum State {
        /** One line, or one with indented lines below it. */
        LINE,
        /** The two lines of java.util.logging: the second begins with the level. */
        JAVA_LOGGING,
        /** A trace whose lines are indented or begin with known words. */
        TRACE,
        /** Python's frames. */
        PYTHON,
        /** Python's line with the error, below the frames. */
        PYTHON_ERROR,
        /** An empty line below it. */
        PYTHON_GAP,
        /** The words that lead to another trace. */
        PYTHON_CHAIN,
        /** An empty line below them. */
        PYTHON_CHAIN_GAP,
        GO,
        RUBY,
        /** A place in a script, an excerpt, the error and its trace. */
        SCRIPT,
        /** The next line is what the program says. */
        RUST_MESSAGE,
        RUST
    }

    @Override
    public void begin(byte[] data, int from, int to) {
        int at = skipBlanks(data, from, to);
        open = at < to && !WholeLine.isWhole(data, from, to);
        if (!open) {
            tag = NO_TAG;
            return;
        }
        indent = at - from;
        marked = LineStart.isMarked(data, from, to);
        bracket = TraceLine.isOpening(data, from, to);
        tag = data[at] == '[' ? tag(data, at, to) : NO_TAG;
        state = opening(data, at, to);
    }

    private static byte[] tag(byte[] data, int at, int to) {
        int end = tokenEnd(data, at, Math.min(to, at + LONGEST_TAG));
        return end > at && data[end - 1] == ']' ? Arrays.copyOfRange(data, at, end) : NO_TAG;
    }

    private State opening(byte[] data, int at, int to) {
        if (TraceLine.isPythonTrace(data, at, to) || TraceLine.isPythonFrame(data, at, to)) {
            return State.PYTHON;
        }
        if (marked) {
            return LineStart.isMonth(data, at, to) && Ascii.indexOf(data, at, Math.min(to, at + 40), "M ") > 0
                    ? State.JAVA_LOGGING
                    : State.LINE;
        }
        if (TraceLine.isGoTrace(data, at, to)) {
            return State.GO;
        }
        if (TraceLine.isRubyError(data, at, to) || TraceLine.isRubyPlace(data, at, to)) {
            return State.RUBY;
        }
        if (TraceLine.isException(data, at, to)
                || TraceLine.isUncaught(data, at, to)
                || TraceLine.isFrame(data, at, to)) {
            return State.TRACE;
        }
        if (TraceLine.isScriptPlace(data, at, to)) {
            return State.SCRIPT;
        }
        return TraceLine.isRustPanic(data, at, to) ? rust(data, to) : State.LINE;
    }

    private static State rust(byte[] data, int to) {
        return data[to - 1] == ':' ? State.RUST_MESSAGE : State.RUST;
    }

    @Override
    public boolean joins(byte[] data, int from, int to) {
        if (!open) {
            return false;
        }
        int at = skipBlanks(data, from, to);
        @Nullable State next;
        if (at == to) {
            next = afterBlank();
        } else if (at > from) {
            next = LineStart.isTimed(data, at, to) ? null : afterIndented(at - from, data, at, to);
        } else if (LineStart.isMarked(data, from, to)) {
            next = state == State.JAVA_LOGGING && LineStart.isLevel(data, from, to) ? State.LINE : null;
        } else {
            next = afterPlain(data, from, to);
        }
        if (next == null) {
            return false;
        }
        state = next;
        return true;
    }

    private @Nullable State afterBlank() {
        return switch (state) {
            case GO, RUBY, SCRIPT -> state;
            case PYTHON_ERROR -> State.PYTHON_GAP;
            case PYTHON_CHAIN -> State.PYTHON_CHAIN_GAP;
            case LINE, JAVA_LOGGING, TRACE, PYTHON, PYTHON_GAP, PYTHON_CHAIN_GAP, RUST_MESSAGE, RUST -> null;
        };
    }

    private @Nullable State afterIndented(int depth, byte[] data, int at, int to) {
        return switch (state) {
            case TRACE, PYTHON, PYTHON_ERROR, GO, RUBY, SCRIPT, RUST -> state;
            case RUST_MESSAGE -> State.RUST;
            case PYTHON_GAP, PYTHON_CHAIN, PYTHON_CHAIN_GAP -> null;
            case LINE, JAVA_LOGGING -> depth > indent ? below(data, at, to) : null;
        };
    }

    private State below(byte[] data, int at, int to) {
        if (TraceLine.isPythonFrame(data, at, to)) {
            return State.PYTHON;
        }
        boolean trace = TraceLine.isFrame(data, at, to) || TraceLine.isException(data, at, to);
        return trace ? State.TRACE : State.LINE;
    }

    private @Nullable State afterPlain(byte[] data, int from, int to) {
        return switch (state) {
            case LINE, JAVA_LOGGING -> afterLine(data, from, to);
            case TRACE -> TraceLine.isMoreOfTrace(data, from, to) ? state : null;
            case PYTHON -> TraceLine.isPythonError(data, from, to) ? State.PYTHON_ERROR : null;
            case PYTHON_GAP -> TraceLine.isPythonChain(data, from, to) ? State.PYTHON_CHAIN : null;
            case PYTHON_CHAIN_GAP -> TraceLine.isPythonTrace(data, from, to) ? State.PYTHON : null;
            case GO -> TraceLine.isMoreOfGo(data, from, to) ? state : null;
            case RUBY -> TraceLine.isRubyFrame(data, from, to) ? state : null;
            case SCRIPT -> TraceLine.isMoreOfScript(data, from, to) ? state : null;
            case RUST_MESSAGE -> State.RUST;
            case RUST -> TraceLine.isMoreOfRust(data, from, to) ? state : null;
            case PYTHON_ERROR, PYTHON_CHAIN -> null;
        };
    }

    /** A trace without a time of its own belongs to the line with one that stands before it. */
    private @Nullable State afterLine(byte[] data, int from, int to) {
        if (bracket && TraceLine.isClosing(data, from, to)) {
            return State.LINE;
        }
        if (TraceLine.isFrame(data, from, to)) {
            return State.TRACE;
        }
        if (!marked) {
            return null;
        }
        if (TraceLine.isPythonTrace(data, from, to)) {
            return State.PYTHON;
        }
        if (TraceLine.isGoroutine(data, from, to)) {
            return State.GO;
        }
        if (TraceLine.isRubyFrame(data, from, to)) {
            return State.RUBY;
        }
        boolean trace = TraceLine.isException(data, from, to) || TraceLine.isStackTrace(data, from, to);
        return trace ? State.TRACE : null;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isBeginning(byte[] data, int from, int to) {
        return LineStart.isMarked(data, from, to)
                || tag.length > 0
                        && to - from >= tag.length
                        && Arrays.equals(data, from, from + tag.length, tag, 0, tag.length);
    }
}
