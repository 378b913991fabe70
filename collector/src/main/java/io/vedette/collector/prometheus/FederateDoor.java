package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.StaleMarker;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** {@code /federate}: the newest samples of selected series as exposition text, for another Prometheus to scrape. */
public final class FederateDoor implements Door {
    /** A format's reader wants all series of a metric in one place. */
    private static final Comparator<Labels> BY_METRIC =
            Comparator.comparing(Labels::metric).thenComparing(Comparator.naturalOrder());

    private static final String INSTANCE = "instance";

    private final SeriesSource source;
    private final Duration lookback;
    private final InstantSource clock;

    /** @param lookback how old a sample may be */
    public FederateDoor(SeriesSource source, Duration lookback, InstantSource clock) {
        this.source = source;
        this.lookback = lookback;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/federate", ApiAnswer.handler(this::answer));
    }

    private record Sample(long timestampMillis, double value) {}

    private void answer(Context context) throws ApiException, IOException {
        long now = clock.millis();
        Map<Labels, Sample> newest = new TreeMap<>(BY_METRIC);
        for (Expr.VectorSelector selector : SelectorList.read(new ApiRequest(context))) {
            long earliest = now - lookback.toMillis() + 1;
            SampleBuffer samples = new SampleBuffer();
            for (Series series : source.select(selector.matchers(), earliest, now)) {
                samples.clear();
                series.read(earliest, now, samples);
                int last = samples.size() - 1;
                if (last >= 0
                        && !StaleMarker.is(samples.value(last))
                        && !series.labels().metric().isEmpty()) { // the format has no line without a name
                    newest.put(series.labels(), new Sample(samples.timestampMillis(last), samples.value(last)));
                }
            }
        }
        context.contentType("text/plain; version=0.0.4; charset=utf-8");
        try (Writer out = new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8)) {
            String family = "";
            for (Map.Entry<Labels, Sample> entry : newest.entrySet()) {
                String metric = entry.getKey().metric();
                if (!metric.equals(family)) {
                    family = metric;
                    out.write("# TYPE " + name(metric) + " untyped\n");
                }
                out.write(line(entry.getKey(), entry.getValue()));
            }
        }
    }

    private static String line(Labels labels, Sample sample) {
        StringJoiner inBraces = new StringJoiner(",", "{", "}");
        boolean plain = isPlain(labels.metric());
        if (!plain) {
            inBraces.add(name(labels.metric()));
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.nameAt(i).equals(Labels.NAME)) {
                inBraces.add(labelName(labels.nameAt(i)) + "=\"" + escape(labels.valueAt(i)) + '"');
            }
        }
        if (labels.get(INSTANCE).isEmpty()) {
            // Else whoever honours labels would take the collector's own address for the instance.
            inBraces.add(INSTANCE + "=\"\"");
        }
        return (plain ? labels.metric() : "") + inBraces + " " + SampleText.value(sample.value()) + " "
                + sample.timestampMillis() + "\n";
    }

    /** Names beyond letters, digits, underscore and colon stand in quotes, as Prometheus 3 writes them. */
    private static String name(String name) {
        return isPlain(name) ? name : '"' + escape(name) + '"';
    }

    /** A colon is for names of metrics only. */
    private static String labelName(String name) {
        return isPlain(name) && name.indexOf(':') < 0 ? name : '"' + escape(name) + '"';
    }

    private static boolean isPlain(String name) {
        return !(name.charAt(0) >= '0' && name.charAt(0) <= '9')
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '_'
                                || c == ':');
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
