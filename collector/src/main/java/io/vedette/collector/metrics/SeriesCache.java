package io.vedette.collector.metrics;

import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.SeriesLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what is known of a series by the fingerprint of its labels' bytes. A sender's series follow each other in the
 * same order every time, so the one that came after the last one is looked at first: it lies beside it in memory.
 * Emptied when full: it only saves time.
 *
 * <p>Not safe for use by several threads.
 */
final class SeriesCache<V> {
    private static final int FREE = 0;

    private final int maxSize;
    /** Fingerprints in the order in which the series were met, two places for each. */
    private long[] fingerprints = new long[2 * 64];

    private final List<V> values = new ArrayList<>();
    /** By a hash of the fingerprint, open addressing: the position in the order, counted from 1. */
    private int[] positions = new int[256];

    private int expected;

    SeriesCache(int maxSize) {
        this.maxSize = maxSize;
    }

    /** Makes what is to be known of a series. */
    interface Maker<V> {
        V make(SeriesLabels labels) throws MalformedRecordException;
    }

    /** What is known of a series, made first if nothing is. */
    V get(SeriesLabels labels, Maker<V> maker) throws MalformedRecordException {
        if (!labels.hasFingerprint()) {
            return maker.make(labels);
        }
        long first = labels.fingerprint();
        long second = labels.secondFingerprint();
        if (expected < values.size() && is(expected, first, second)) {
            return values.get(expected++);
        }
        int slot = slot(first, second);
        for (; positions[slot] != FREE; slot = slot + 1 & positions.length - 1) {
            int index = positions[slot] - 1;
            if (is(index, first, second)) {
                expected = index + 1;
                return values.get(index);
            }
        }
        V made = maker.make(labels);
        add(first, second, made);
        return made;
    }

    private boolean is(int index, long first, long second) {
        return fingerprints[2 * index] == first && fingerprints[2 * index + 1] == second;
    }

    private int slot(long first, long second) {
        long mixed = (first ^ Long.rotateLeft(second, 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 64 - Integer.numberOfTrailingZeros(positions.length));
    }

    private void add(long first, long second, V value) {
        if (values.size() >= maxSize) {
            values.clear();
            Arrays.fill(positions, FREE);
        }
        int index = values.size();
        if (2 * index == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, 2 * fingerprints.length);
        }
        fingerprints[2 * index] = first;
        fingerprints[2 * index + 1] = second;
        values.add(value);
        expected = index + 1;
        if (2 * values.size() > positions.length) {
            grow();
        } else {
            place(index);
        }
    }

    private void place(int index) {
        int slot = slot(fingerprints[2 * index], fingerprints[2 * index + 1]);
        while (positions[slot] != FREE) {
            slot = slot + 1 & positions.length - 1;
        }
        positions[slot] = index + 1;
    }

    private void grow() {
        positions = new int[2 * positions.length];
        for (int i = 0; i < values.size(); i++) {
            place(i);
        }
    }
}
