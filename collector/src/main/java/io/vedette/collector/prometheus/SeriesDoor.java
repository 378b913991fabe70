package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /api/v1/labels}, {@code label/<name>/values} and {@code series}: what there is to ask for. */
public final class SeriesDoor implements Door {
    private static final List<String> TRUNCATED = List.of("results truncated due to limit");

    private final SeriesSource source;

    /** @param source what is asked */
    public SeriesDoor(SeriesSource source) {
        this.source = source;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        ApiAnswer.addBoth(routes, "/api/v1/labels", this::labelNames);
        routes.get("/api/v1/label/{name}/values", ApiAnswer.handler(this::labelValues));
        ApiAnswer.addBoth(routes, "/api/v1/series", this::series);
    }

    /** What every question here has. */
    private record Scope(List<List<LabelMatcher>> conditions, long minMillis, long maxMillis, int limit) {
        static Scope read(ApiRequest request, boolean selectorsNeeded) throws ApiException {
            int limit = request.limit();
            long min = request.timeMillis("start", ApiTime.MIN_MILLIS);
            long max = request.timeMillis("end", ApiTime.MAX_MILLIS);
            return new Scope(
                    SelectorList.conditions(
                            selectorsNeeded ? SelectorList.readSome(request) : SelectorList.read(request)),
                    min,
                    max,
                    limit);
        }
    }

    private void labelNames(Context context) throws ApiException, IOException {
        Scope scope = Scope.read(new ApiRequest(context), false);
        SortedSet<String> names = new TreeSet<>();
        for (List<LabelMatcher> conditions : scope.conditions()) {
            names.addAll(source.labelNames(conditions, scope.minMillis(), scope.maxMillis()));
        }
        answer(context, names, scope.limit());
    }

    private void labelValues(Context context) throws ApiException, IOException {
        String name = EscapedName.unescape(context.pathParam("name"));
        if (name.isEmpty()) {
            throw new ApiException(ApiException.Type.BAD_DATA, "invalid label name: " + ApiTime.quote(name));
        }
        Scope scope = Scope.read(new ApiRequest(context), false);
        SortedSet<String> values = new TreeSet<>();
        for (List<LabelMatcher> conditions : scope.conditions()) {
            values.addAll(source.labelValues(name, conditions, scope.minMillis(), scope.maxMillis()));
        }
        answer(context, values, scope.limit());
    }

    private static void answer(Context context, SortedSet<String> texts, int limit) throws IOException {
        boolean cut = limit > 0 && texts.size() > limit;
        ApiAnswer.write(context, cut ? TRUNCATED : List.of(), List.of(), json -> {
            json.writeStartArray();
            int left = cut ? limit : Integer.MAX_VALUE;
            for (String text : texts) {
                if (left-- == 0) {
                    break;
                }
                json.writeString(text);
            }
            json.writeEndArray();
        });
    }

    private void series(Context context) throws ApiException, IOException {
        Scope scope = Scope.read(new ApiRequest(context), true);
        SortedSet<Labels> found = new TreeSet<>();
        for (List<LabelMatcher> conditions : scope.conditions()) {
            for (Series series : source.select(conditions, scope.minMillis(), scope.maxMillis())) {
                found.add(series.labels());
            }
        }
        boolean cut = scope.limit() > 0 && found.size() > scope.limit();
        ApiAnswer.write(context, cut ? TRUNCATED : List.of(), List.of(), json -> {
            json.writeStartArray();
            int left = cut ? scope.limit() : Integer.MAX_VALUE;
            for (Labels labels : found) {
                if (left-- == 0) {
                    break;
                }
                ApiAnswer.writeLabels(json, labels);
            }
            json.writeEndArray();
        });
    }
}
