package io.vedette.rules.promql;

/**
 * What a query read, as Prometheus counts it: a sample as often as a step looks at it. Not safe for use by several
 * threads.
 */
public final class QueryStatistics {
    private long samplesRead;
    private long peakSamples;
    private long startMillis;
    private long stepMillis = 1;
    private long[] samplesPerStep = {};

    /** Begins a query with these steps. */
    void begin(long firstMillis, long widthMillis, int steps) {
        startMillis = firstMillis;
        stepMillis = widthMillis;
        samplesPerStep = new long[steps];
    }

    /**
     * Counts samples that were read.
     *
     * @param atMillis the time of the step they were read for
     */
    public void read(long atMillis, long samples) {
        samplesRead += samples;
        samplesPerStep[(int) ((atMillis - startMillis) / stepMillis)] += samples;
    }

    /** Counts samples that are in memory now. */
    public void held(long samples) {
        peakSamples = Math.max(peakSamples, samples);
    }

    /** How many were read in all. */
    public long samplesRead() {
        return samplesRead;
    }

    /** Most that were in memory at once. */
    public long peakSamples() {
        return peakSamples;
    }

    /** How many steps there are. */
    public int steps() {
        return samplesPerStep.length;
    }

    /** The time of a step. */
    public long stepMillis(int step) {
        return startMillis + step * stepMillis;
    }

    /** How many were read for a step. */
    public long samplesRead(int step) {
        return samplesPerStep[step];
    }
}
