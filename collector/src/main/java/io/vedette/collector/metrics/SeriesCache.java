package io.vedette.collector.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is known of a series by its labels in the reader's own array, without making a label set first. Emptied
 * when full: it only saves time.
 *
 * <p>Not safe for use by several threads.
 */
final class SeriesCache<V> {
    private final int maxSize;
    private final Map<Key, V> known = new HashMap<>();
    private final Key probe = new Key();

    SeriesCache(int maxSize) {
        this.maxSize = maxSize;
    }

    /** A label set as an array of which the first entries count; changes only while it is the probe. */
    private static final class Key {
        private String[] namesAndValues = new String[0];
        private int length;
        private int hash;

        private Key set(String[] array, int count) {
            namesAndValues = array;
            length = count;
            int result = 1;
            for (int i = 0; i < count; i++) {
                result = 31 * result + array[i].hashCode();
            }
            hash = result;
            return this;
        }

        private Key copy() {
            return new Key().set(Arrays.copyOf(namesAndValues, length), length);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && hash == that.hash
                    && Arrays.equals(namesAndValues, 0, length, that.namesAndValues, 0, that.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** What is known of a series, made first if nothing is. */
    V get(String[] namesAndValues, int length, Function<String[], V> make) {
        Key key = probe.set(namesAndValues, length);
        V found = known.get(key);
        if (found == null) {
            if (known.size() >= maxSize) {
                known.clear();
            }
            Key kept = key.copy();
            found = make.apply(kept.namesAndValues);
            known.put(kept, found);
        }
        return found;
    }
}
