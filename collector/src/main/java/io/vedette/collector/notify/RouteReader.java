package io.vedette.collector.notify;

import io.vedette.collector.route.MatcherParser;
import io.vedette.collector.route.Route;
import io.vedette.collector.route.Route.Grouping;
import io.vedette.collector.route.Route.Timing;
import io.vedette.collector.yaml.YamlSection;
import io.vedette.collector.yaml.YamlText;
import io.vedette.protocol.config.Durations;
import io.vedette.rules.labels.LabelMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the routing tree: what a node does not say it has from the one above. */
final class RouteReader {
    private static final String ALL = "...";
    private static final List<String> UNSUPPORTED = List.of("mute_time_intervals", "active_time_intervals");

    private final Function<String, Optional<String>> nearest;
    private final Set<String> receivers;

    RouteReader(Function<String, Optional<String>> nearest, Set<String> receivers) {
        this.nearest = nearest;
        this.receivers = receivers;
    }

    Route root(YamlSection section) {
        for (String key : List.of("matchers", "match", "match_re", "continue")) {
            if (section.has(key)) {
                section.problem(
                        key.equals("continue")
                                ? "cannot have continue in root route"
                                : "root route must not have any matchers");
            }
        }
        if (!section.has("receiver")) {
            section.problem("root route must specify a default receiver");
        }
        return read(section, new Route("", "", Grouping.TOGETHER, Timing.DEFAULT, List.of(), false, List.of()));
    }

    private Route read(YamlSection section, Route above) {
        section.unsupported(UNSUPPORTED);
        String receiver = section.filled("receiver").map(this::known).orElse(above.receiver());
        Grouping grouping = section.has("group_by") ? grouping(section) : above.grouping();
        Timing timing = new Timing(
                section.duration("group_wait").orElse(above.timing().groupWait()),
                positive(section, "group_interval").orElse(above.timing().groupInterval()),
                positive(section, "repeat_interval").orElse(above.timing().repeatInterval()));
        List<LabelMatcher> matchers = matchers(section);
        boolean continues = section.flag("continue").orElse(false);
        String key = Route.key(above.key(), matchers);
        Route self = new Route(key, receiver, grouping, timing, matchers, continues, List.of());
        List<Route> children = section.sections("routes").stream()
                .map(child -> read(child, self))
                .toList();
        section.finish();
        return new Route(key, receiver, grouping, timing, matchers, continues, children);
    }

    private String known(YamlText name) {
        if (!receivers.contains(name.value())) {
            name.problem("undefined receiver \"" + name.value() + "\" used in route"
                    + nearest.apply(name.value())
                            .map(known -> "; the nearest known receiver is \"" + known + "\"")
                            .orElse(""));
        }
        return name.value();
    }

    private static Optional<Duration> positive(YamlSection section, String key) {
        return section.text(key)
                .flatMap(text -> text.read(value -> {
                    Duration duration = Durations.parse(value);
                    if (duration.isZero()) {
                        throw new IllegalArgumentException(key + " cannot be zero");
                    }
                    return duration;
                }));
    }

    private static Grouping grouping(YamlSection section) {
        Set<String> labels = new LinkedHashSet<>();
        List<YamlText> texts = section.texts("group_by");
        for (YamlText text : texts) {
            if (text.value().isEmpty()) {
                text.problem("invalid label name \"\" in group_by list");
            } else if (!labels.add(text.value())) {
                text.problem("duplicated label \"" + text.value() + "\" in group_by");
            }
        }
        if (labels.contains(ALL)) {
            if (labels.size() > 1) {
                texts.get(0).problem("cannot have wildcard group_by (`...`) and other labels at the same time");
            }
            return new Grouping(true, Set.of());
        }
        return new Grouping(false, labels);
    }

    private static List<LabelMatcher> matchers(YamlSection section) {
        List<LabelMatcher> matchers = new ArrayList<>();
        section.map("match").forEach((label, value) -> matchers.add(LabelMatcher.equal(label, value.value())));
        section.map("match_re")
                .forEach((label, value) -> value.read(
                                pattern -> new LabelMatcher(label, LabelMatcher.Type.REGEX, pattern))
                        .ifPresent(matchers::add));
        section.texts("matchers")
                .forEach(text -> text.read(MatcherParser::parse).ifPresent(matchers::addAll));
        // Alertmanager sorts them, which shows in the keys of groups.
        matchers.sort(Comparator.comparing(LabelMatcher::name).thenComparing(LabelMatcher::value));
        return matchers;
    }
}
