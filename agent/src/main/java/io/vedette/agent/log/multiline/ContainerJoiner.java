package io.vedette.agent.log.multiline;

import static io.vedette.agent.log.multiline.Ascii.indexOf;

/**
 * Looks through what container runtimes put around lines: puts the parts of a split line together, and lets another
 * joiner decide about whole lines by what the program wrote. Lines of two streams are never joined, but while a line is
 * incomplete those of the other stream that stand between its parts come along; whoever takes the envelopes off tells
 * them apart again.
 */
final class ContainerJoiner implements Joiner {
    private static final int OUT = 0;
    private static final int ERROR = 1;

    private final ContentJoiner lines;
    private final Envelope envelope = new Envelope();
    private final boolean[] partial = new boolean[2];
    private final boolean[] fullPart = new boolean[2];
    private Envelope.Kind kind = Envelope.Kind.NONE;
    private int stream;
    private boolean mixed;

    ContainerJoiner(ContentJoiner lines) {
        this.lines = lines;
    }

    @Override
    public void begin(byte[] data, int from, int to) {
        envelope.read(data, from, to);
        kind = envelope.kind();
        mixed = false;
        partial[OUT] = false;
        partial[ERROR] = false;
        if (kind == Envelope.Kind.MESSAGE && !isTrace()) {
            kind = Envelope.Kind.NONE;
            lines.begin(data, from, to);
            return;
        }
        stream = stream();
        note(stream);
        lines.begin(envelope.content(), envelope.from(), envelope.to());
    }

    /** Programs that log JSON put a trace into one line; only a trace that a wrapper cut into lines is put together. */
    private boolean isTrace() {
        return TraceLine.isPythonTrace(envelope.content(), envelope.from(), envelope.to())
                || TraceLine.isGoTrace(envelope.content(), envelope.from(), envelope.to())
                || indexOf(envelope.content(), envelope.from(), envelope.to(), "Exception") >= 0;
    }

    private int stream() {
        return envelope.isError() ? ERROR : OUT;
    }

    private void note(int of) {
        partial[of] = envelope.isPartial();
        fullPart[of] = envelope.isFullPart();
    }

    @Override
    public boolean joins(byte[] data, int from, int to) {
        envelope.read(data, from, to);
        if (kind == Envelope.Kind.NONE && envelope.kind() == Envelope.Kind.MESSAGE) {
            return lines.joins(data, from, to);
        }
        if (envelope.kind() != kind) {
            return false;
        }
        int of = stream();
        boolean joins = isInsideLine() ? isNextPart(of) : isNextLine(of);
        if (joins) {
            mixed |= of != stream;
            note(of);
        }
        return joins;
    }

    private boolean isInsideLine() {
        return partial[OUT] || partial[ERROR];
    }

    private boolean isNextPart(int of) {
        // A program may end without a line feed; what the next one begins with is no part of that line.
        return !partial[of] || fullPart[of] || !lines.isBeginning(envelope.content(), envelope.from(), envelope.to());
    }

    private boolean isNextLine(int of) {
        return !mixed
                && of == stream
                && lines.isOpen()
                && lines.joins(envelope.content(), envelope.from(), envelope.to());
    }

    @Override
    public boolean isOpen() {
        return isInsideLine() || !mixed && lines.isOpen();
    }
}
