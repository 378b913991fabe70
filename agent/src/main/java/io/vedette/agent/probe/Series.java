package io.vedette.agent.probe;

import io.vedette.protocol.metrics.EncodedLabels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A metric family together with the values of its labels. Immutable; kept from cycle to cycle. */
public final class Series {
    private final Family family;
    private final String[] labelValues;
    private final EncodedLabels wire;

    /** @param common labels that every series of this agent carries on the wire; the family's own win over them */
    Series(Family family, String[] labelValues, Map<String, String> common) {
        this.family = family;
        this.labelValues = labelValues;
        TreeMap<String, String> labels = new TreeMap<>(common);
        for (int i = 0; i < labelValues.length; i++) {
            labels.put(family.labelNames().get(i), labelValues[i]);
        }
        this.wire = EncodedLabels.of(family.metric(), labels);
    }

    /** The family it belongs to. */
    public Family family() {
        return family;
    }

    /** The label values, in the order of the family's label names; an empty value means that the label is absent. */
    public List<String> labelValues() {
        return List.of(labelValues);
    }

    /** All its labels as they are shipped: metric name, own labels, and those common to the agent. */
    public EncodedLabels wire() {
        return wire;
    }

    boolean is(Family other) {
        return family == other && labelValues.length == 0;
    }

    boolean is(Family other, String value) {
        return family == other && labelValues.length == 1 && labelValues[0].equals(value);
    }

    boolean is(Family other, String first, String second) {
        return family == other
                && labelValues.length == 2
                && labelValues[0].equals(first)
                && labelValues[1].equals(second);
    }

    boolean is(Family other, String[] values) {
        return family == other && java.util.Arrays.equals(labelValues, values);
    }

    @Override
    public String toString() {
        return wire.toString();
    }
}
