package io.vedette.agent.probe;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs one probe in a test. */
public final class ProbeRun {
    private ProbeRun() {}

    public static Batch once(Probe probe) throws IOException, NothingToMeasure {
        return once(probe, new Samples(Map.of()));
    }

    public static Batch once(Probe probe, Samples samples) throws IOException, NothingToMeasure {
        samples.begin();
        probe.collect(samples);
        return new Batch(0, List.of(samples.finish()));
    }

    /** What a probe had added before it failed. */
    public static Batch kept(Samples samples) {
        return new Batch(0, List.of(samples.finish()));
    }

    public static Exposition exposition(Probe probe) throws IOException, NothingToMeasure {
        return Exposition.of(once(probe));
    }
}
