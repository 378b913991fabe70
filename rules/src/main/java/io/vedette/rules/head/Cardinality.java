package io.vedette.rules.head;

import io.vedette.rules.head.HeadStats.Limit;
import io.vedette.rules.head.HeadStats.Refusal;
import io.vedette.rules.labels.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Object2IntHashMap;
import org.jspecify.annotations.Nullable;

/** Counts series by instance and metric, and the samples refused because there were too many. Not thread-safe. */
final class Cardinality {
    private static final String INSTANCE = "instance";
    /** Names beyond these are counted together: the names come from outside. */
    private static final int MAX_OFFENDERS = 1_000;

    private static final int MAX_NAME = 200;
    private static final String OTHERS = "(others)";

    private record Offender(Limit limit, String name) {}

    private final HeadLimits limits;
    private final Object2IntHashMap<String> byInstance = new Object2IntHashMap<>(0);
    private final Object2IntHashMap<String> byMetric = new Object2IntHashMap<>(0);
    private final Map<Offender, Long> refused = new HashMap<>();
    private int total;

    Cardinality(HeadLimits limits) {
        this.limits = limits;
    }

    int total() {
        return total;
    }

    /** The limit that one more series would break, or null. */
    @Nullable
    Limit brokenBy(Labels labels) {
        String instance = labels.get(INSTANCE);
        if (total >= limits.maxSeries()) {
            return Limit.SERIES;
        }
        if (!instance.isEmpty() && byInstance.getValue(instance) >= limits.maxSeriesPerInstance()) {
            return Limit.SERIES_PER_INSTANCE;
        }
        return byMetric.getValue(labels.metric()) >= limits.maxSeriesPerMetric() ? Limit.SERIES_PER_METRIC : null;
    }

    void added(Labels labels) {
        total++;
        count(byInstance, labels.get(INSTANCE), 1);
        count(byMetric, labels.metric(), 1);
    }

    void removed(Labels labels) {
        total--;
        count(byInstance, labels.get(INSTANCE), -1);
        count(byMetric, labels.metric(), -1);
    }

    private static void count(Object2IntHashMap<String> counts, String key, int change) {
        int now = counts.getValue(key) + change;
        if (now == 0) {
            counts.removeKey(key);
        } else {
            counts.put(key, now);
        }
    }

    void refused(Limit limit, Labels labels) {
        String name = shortened(limit == Limit.SERIES_PER_INSTANCE ? labels.get(INSTANCE) : labels.metric());
        Offender offender = new Offender(limit, name);
        if (refused.size() >= MAX_OFFENDERS && !refused.containsKey(offender)) {
            offender = new Offender(limit, OTHERS);
        }
        refused.merge(offender, 1L, Long::sum);
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    /** The worst first. */
    List<Refusal> refusals() {
        List<Refusal> list = new ArrayList<>(refused.size());
        refused.forEach((offender, samples) -> list.add(new Refusal(offender.limit(), offender.name(), samples)));
        list.sort(Comparator.comparingLong(Refusal::samples).reversed().thenComparing(Refusal::name));
        return list;
    }
}
