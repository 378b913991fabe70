package io.vedette.agent.probe.ping;

import java.util.List;
import java.util.OptionalDouble;

/** What pinging one address gave, since the start and in the last run. Not safe for use by several threads. */
final class PingTotals {
    /**
     * Upper bounds of the histogram's buckets in seconds: from 50 µs doubling, as smokeping_prober's, with an edge at
     * the 5 ms at which a local network counts as faulty.
     */
    static final double[] BOUNDS = {
        0.00005, 0.0001, 0.0002, 0.0004, 0.0008, 0.0016, 0.0032, 0.005, 0.0064, 0.0128, 0.0256, 0.0512, 0.1024, 0.2048,
        0.4096, 0.8192, 1.6384
    };

    private final long[] buckets = new long[BOUNDS.length + 1];
    private long requests;
    private double sumSeconds;
    private double lossRatio;
    private OptionalDouble meanSeconds = OptionalDouble.empty();
    private OptionalDouble jitterSeconds = OptionalDouble.empty();

    /** Adds a run; an empty round trip was not answered. */
    void add(List<OptionalDouble> roundTrips) {
        requests += roundTrips.size();
        double sum = 0;
        int answered = 0;
        double differences = 0;
        double previous = 0;
        for (OptionalDouble roundTrip : roundTrips) {
            if (roundTrip.isPresent()) {
                double seconds = roundTrip.getAsDouble();
                differences += answered == 0 ? 0 : Math.abs(seconds - previous);
                previous = seconds;
                sum += seconds;
                answered++;
                buckets[bucketOf(seconds)]++;
            }
        }
        sumSeconds += sum;
        lossRatio = 1 - (double) answered / roundTrips.size();
        meanSeconds = answered == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / answered);
        jitterSeconds = answered < 2 ? OptionalDouble.empty() : OptionalDouble.of(differences / (answered - 1));
    }

    private static int bucketOf(double seconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Requests sent since the start. */
    long requests() {
        return requests;
    }

    /** Answers by bucket since the start, not cumulative. */
    long[] buckets() {
        return buckets;
    }

    /** Sum of all round trips since the start. */
    double sumSeconds() {
        return sumSeconds;
    }

    /** Share of the last run's requests that were not answered, 0 to 1. */
    double lossRatio() {
        return lossRatio;
    }

    /** Mean round trip of the last run; empty without an answer. */
    OptionalDouble meanSeconds() {
        return meanSeconds;
    }

    /** Mean difference between consecutive round trips of the last run; empty with fewer than two answers. */
    OptionalDouble jitterSeconds() {
        return jitterSeconds;
    }
}
