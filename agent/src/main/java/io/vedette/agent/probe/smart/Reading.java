package io.vedette.agent.probe.smart;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Samples;
import java.util.ArrayList;
import java.util.List;

/** What was read from one disk, kept so that it can be repeated while the disk sleeps. Not safe for several threads. */
final class Reading {
    private final String device;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(Family family, double value, String[] labels) {}

    /** @param device value of the label {@code device}, the first of every family added here */
    Reading(String device) {
        this.device = device;
    }

    /** @param labels values of the labels after {@code device} */
    void add(Family family, double value, String... labels) {
        String[] all = new String[labels.length + 1];
        all[0] = device;
        System.arraycopy(labels, 0, all, 1, labels.length);
        samples.add(new Sample(family, value, all));
    }

    void addTo(Samples out) {
        for (Sample sample : samples) {
            out.add(sample.family(), sample.value(), sample.labels());
        }
    }
}
