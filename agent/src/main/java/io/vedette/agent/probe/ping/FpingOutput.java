package io.vedette.agent.probe.ping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringTokenizer;

/** Reads what {@code fping -C n -q} says: a line for each address, with milliseconds or {@code -} for each request. */
final class FpingOutput {
    private static final double MILLIS_PER_SECOND = 1000;

    private FpingOutput() {}

    /**
     * Round trips in seconds by address, in the order of the requests; an empty one was not answered in time. Lines of
     * any other form, such as complaints, are passed over.
     */
    static Map<String, List<OptionalDouble>> parse(String output) {
        Map<String, List<OptionalDouble>> roundTrips = new LinkedHashMap<>();
        output.lines().forEach(line -> {
            int separator = line.indexOf(" : ");
            if (separator > 0) {
                List<OptionalDouble> answers = answers(line.substring(separator + " : ".length()));
                if (!answers.isEmpty()) {
                    roundTrips.put(line.substring(0, separator).strip(), answers);
                }
            }
        });
        return roundTrips;
    }

    private static List<OptionalDouble> answers(String text) {
        List<OptionalDouble> answers = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(text);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.equals("-")) {
                answers.add(OptionalDouble.empty());
            } else {
                try {
                    answers.add(OptionalDouble.of(Double.parseDouble(word) / MILLIS_PER_SECOND));
                } catch (NumberFormatException e) {
                    return List.of();
                }
            }
        }
        return answers;
    }
}
