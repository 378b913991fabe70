package io.vedette.protocol.metrics;

import io.vedette.protocol.MalformedRecordException;

/** What the labels of a series must be: sorted by name, no name twice, a metric's name among them. */
final class LabelOrder {
    private LabelOrder() {}

    /**
     * Sorts in place (senders sort already: one pass over the names in the usual case) and checks.
     *
     * @param namesAndValues names and values in turn, of which the first {@code length} count
     * @param position of the series in the request, for the message
     */
    static void sortAndCheck(String[] namesAndValues, int length, int position) throws MalformedRecordException {
        boolean named = false;
        for (int i = 0; i < length; i += 2) {
            named |= namesAndValues[i].equals(EncodedLabels.NAME);
            for (int j = i; j > 0; j -= 2) {
                int order = namesAndValues[j - 2].compareTo(namesAndValues[j]);
                if (order == 0) {
                    throw new MalformedRecordException(
                            "label " + namesAndValues[j] + " stands twice in the series at byte " + position);
                }
                if (order < 0) {
                    break;
                }
                swap(namesAndValues, j - 2, j);
                swap(namesAndValues, j - 1, j + 1);
            }
        }
        if (!named) {
            throw new MalformedRecordException("the series at byte " + position + " has no metric name");
        }
    }

    private static void swap(String[] array, int a, int b) {
        String kept = array[a];
        array[a] = array[b];
        array[b] = kept;
    }
}
