package io.vedette.agent.probe;

import io.vedette.protocol.metrics.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a batch in Prometheus's text format 0.0.4: families sorted by name, each with HELP and TYPE once, without
 * timestamps and without the labels common to the agent, which whoever scrapes adds.
 */
public final class TextExposition {
    /** The format's media type. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private TextExposition() {}

    private record Sample(Series series, double value) {}

    /** The whole batch as text. */
    public static String format(Batch batch) {
        StringBuilder out = new StringBuilder(64 * batch.size() + 1024);
        write(batch, out);
        return out.toString();
    }

    /** Appends the whole batch. */
    public static void write(Batch batch, StringBuilder out) {
        Map<String, List<Sample>> byFamily = new TreeMap<>();
        batch.forEach(
                (series, value) -> byFamily.computeIfAbsent(series.family().name(), name -> new ArrayList<>())
                        .add(new Sample(series, value)));
        byFamily.forEach((name, samples) -> {
            Family family = samples.get(0).series().family();
            out.append("# HELP ").append(name).append(' ');
            escape(out, family.help(), false);
            out.append("\n# TYPE ").append(name).append(' ').append(typeName(family.type()));
            out.append('\n');
            for (Sample sample : samples) {
                writeSample(out, sample.series(), sample.value());
            }
        });
    }

    private static void writeSample(StringBuilder out, Series series, double value) {
        Family family = series.family();
        out.append(family.metric());
        char separator = '{';
        List<String> names = family.labelNames();
        List<String> values = series.labelValues();
        for (int i = 0; i < names.size(); i++) {
            out.append(separator).append(names.get(i)).append("=\"");
            escape(out, values.get(i), true);
            out.append('"');
            separator = ',';
        }
        if (separator == ',') {
            out.append('}');
        }
        out.append(' ').append(GoFloat.format(value)).append('\n');
    }

    private static void escape(StringBuilder out, String text, boolean quotes) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                out.append("\\\\");
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '"' && quotes) {
                out.append("\\\"");
            } else {
                out.append(c);
            }
        }
    }

    private static String typeName(MetricType type) {
        return switch (type) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case HISTOGRAM -> "histogram";
            case SUMMARY -> "summary";
            case UNKNOWN, GAUGEHISTOGRAM, INFO, STATESET -> "untyped";
        };
    }
}
