package io.vedette.agent.log.multiline;

import com.google.re2j.Pattern;

/** Joins to an event every line up to the next that matches a pattern. */
final class PatternJoiner implements ContentJoiner {
    private final Pattern start;
    private final ByteText text = new ByteText();

    /** @param start found in every line that begins an event; written for {@link ByteText} */
    PatternJoiner(Pattern start) {
        this.start = start;
    }

    @Override
    public void begin(byte[] data, int from, int to) {
        // The first line of all begins an event whether it matches or not.
    }

    @Override
    public boolean joins(byte[] data, int from, int to) {
        return !isBeginning(data, from, to);
    }

    @Override
    public boolean isBeginning(byte[] data, int from, int to) {
        return start.matcher(text.over(data, from, to)).find();
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
