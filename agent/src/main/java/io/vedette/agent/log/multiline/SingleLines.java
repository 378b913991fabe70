package io.vedette.agent.log.multiline;

/** Takes every line for an event. */
final class SingleLines implements Joiner {
    @Override
    public void begin(byte[] data, int from, int to) {
        // Whatever the line is, nothing follows it.
    }

    @Override
    public boolean joins(byte[] data, int from, int to) {
        return false;
    }

    @Override
    public boolean isOpen() {
        return false;
    }
}
