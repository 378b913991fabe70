package io.vedette.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.route.Route;
import io.vedette.collector.route.Route.Grouping;
import io.vedette.collector.route.Route.Timing;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.MemoryStateStore;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stories on a time line, in seconds since their beginning. */
class DispatcherTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final MemoryStateStore store = new MemoryStateStore();
    private final NotificationLog log = new NotificationLog(store);
    private final List<String> told = new ArrayList<>();
    private final RecordingOutbox outbox = new RecordingOutbox("team/webhook[0]", true);
    private Dispatcher dispatcher = dispatcher(1, 1, 0.001);

    /** Delivers at once, unless it is told to be dead. */
    private final class RecordingOutbox implements Outbox {
        private final String id;
        private final boolean sendsResolved;
        private final Map<String, Draft> waiting = new LinkedHashMap<>();
        private boolean dead;
        private double now;

        private RecordingOutbox(String id, boolean sendsResolved) {
            this.id = id;
            this.sendsResolved = sendsResolved;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public boolean sendsResolved() {
            return sendsResolved;
        }

        @Override
        public void offer(Draft draft) {
            waiting.put(draft.groupKey(), draft);
            deliver();
        }

        private void deliver() {
            for (Draft draft : List.copyOf(waiting.values())) {
                Told intent = intend(draft);
                if (!dead) {
                    done(draft, intent);
                    waiting.remove(draft.groupKey());
                    told.add(seconds(now) + " " + names(draft));
                }
            }
        }

        private Told intend(Draft draft) {
            try {
                return log.intend(id, draft.groupKey(), draft.firing(), draft.resolved(), draft.at());
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        private void done(Draft draft, Told intent) {
            try {
                log.done(id, draft.groupKey(), intent);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void cancel(String groupKey) {
            waiting.remove(groupKey);
        }

        @Override
        public Optional<Draft> undelivered(String groupKey) {
            return Optional.ofNullable(waiting.get(groupKey));
        }
    }

    @Test
    void repeatsAsOftenAsItMayUntilAllIsOver() {
        at(1, firing("test1", 1));
        at(3.5, resolved("test1", 1, 3));
        run(6);
        assertThat(told).containsExactly("2.0 test1", "3.0 test1", "4.0 -test1");
    }

    @Test
    void tellsTogetherWhatCameTogetherAndRepeatsItLater() {
        dispatcher = dispatcher(1, 1, 4.9);
        at(1.1, firing("test1", 1));
        at(1.7, firing("test5", 1));
        at(3.3, firing("test2", 1.5));
        at(3.3, firing("test3", 1.5));
        at(3.3, firing("test4", 1.6));
        run(9.5);
        assertThat(told)
                .containsExactly(
                        "2.0 test1 test5", "4.0 test1 test2 test3 test4 test5", "9.0 test1 test2 test3 test4 test5");
    }

    @Test
    void nobodyHearsOfAnAlertThatWasOverBeforeItsGroupWasDue() {
        at(1, firing("a", 1));
        at(1.5, resolved("a", 1, 1.4));
        run(10);
        assertThat(told).isEmpty();
        assertThat(dispatcher.all()).isEmpty();
    }

    @Test
    void nobodyIsToldTwiceAfterARestart() {
        dispatcher = dispatcher(1, 5, 3600);
        at(1, firing("a", 1));
        run(4);
        restart(1, 5, 3600);
        at(5, firing("a", 1));
        run(20);
        assertThat(told).containsExactly("2.0 a");
        at(21, resolved("a", 1, 20.5));
        run(40);
        assertThat(told).hasSize(2).last().asString().endsWith(" -a");
        restart(1, 5, 3600);
        at(41, resolved("a", 1, 20.5));
        run(60);
        assertThat(told).hasSize(2);
    }

    @Test
    void whatWasResolvedWhileNobodyWatchedIsToldOnce() {
        dispatcher = dispatcher(1, 5, 3600);
        at(1, firing("a", 1));
        run(3);
        restart(1, 5, 3600);
        at(30, resolved("a", 1, 10));
        run(31);
        restart(1, 5, 3600);
        at(35, resolved("a", 1, 10));
        run(60);
        assertThat(told).containsExactly("2.0 a", "30.0 -a");
    }

    @Test
    void whatCameAndWentWhileNobodyWatchedIsToldOnceIfItLastedLongEnough() {
        dispatcher = dispatcher(5, 5, 3600);
        at(100, missed("long", 10, 40));
        at(100, missed("short", 10, 14));
        run(101);
        restart(5, 5, 3600);
        at(110, missed("long", 10, 40));
        run(130);
        assertThat(told).containsExactly("100.0 -long");
    }

    @Test
    void anAlertThatJoinsAfterARestartWaitsForTheGroupsInterval() {
        dispatcher = dispatcher(1, 30, 3600);
        at(1, firing("a", 1));
        run(3);
        restart(1, 30, 3600);
        at(10, firing("a", 1));
        at(10, firing("b", 9));
        run(60);
        assertThat(told).containsExactly("2.0 a", "32.0 a b");
    }

    @Test
    void aReceiverThatWasDeadHearsOnceHowThingsStand() {
        dispatcher = dispatcher(1, 5, 3600);
        outbox.dead = true;
        at(1, firing("a", 1));
        run(20);
        at(20, firing("b", 20));
        run(30);
        outbox.dead = false;
        outbox.now = 30;
        outbox.deliver();
        run(60);
        assertThat(told).containsExactly("30.0 a b");
    }

    @Test
    void aReceiverThatMayHaveHeardIsToldTheEnd() {
        dispatcher = dispatcher(1, 5, 3600);
        outbox.dead = true;
        at(1, firing("a", 1));
        run(3);
        restart(1, 5, 3600);
        outbox.waiting.clear();
        outbox.dead = false;
        at(20, resolved("a", 1, 15));
        run(30);
        assertThat(told).containsExactly("20.0 -a");
    }

    @Test
    void theSameMessageHasTheSameKeyInEveryProcess() throws Exception {
        dispatcher = dispatcher(1, 5, 3600);
        outbox.dead = true;
        at(1, firing("a", 1));
        run(3);
        String group = dispatcher.all().get(0).key();
        String key = log.entry(outbox.id(), group).intent().idempotencyKey();
        restart(1, 5, 3600);
        outbox.waiting.clear();
        at(20, firing("a", 1));
        run(21);
        assertThat(log.entry(outbox.id(), group).intent().idempotencyKey()).isEqualTo(key);
        assertThat(log.intend(outbox.id(), group, Set.of("other"), Map.of(), START)
                        .idempotencyKey())
                .isNotEqualTo(key);
    }

    private Dispatcher dispatcher(double wait, double interval, double repeat) {
        Timing timing = new Timing(duration(wait), duration(interval), duration(repeat));
        Route route = new Route("{}", "team", Grouping.TOGETHER, timing, List.of(), false, List.of());
        return new Dispatcher(route, Map.of("team", List.of(outbox)), log);
    }

    /** A new process has nothing but the state. */
    private void restart(double wait, double interval, double repeat) {
        dispatcher = dispatcher(wait, interval, repeat);
    }

    private double clock;

    private void at(double seconds, RoutedAlert alert) {
        run(seconds);
        dispatcher.accept(alert, instant(seconds));
        step();
    }

    /** In steps of a tenth of a second. */
    private void run(double until) {
        while (clock < until) {
            clock = Math.min(until, Math.round((clock + 0.1) * 10) / 10.0);
            step();
        }
    }

    private void step() {
        outbox.now = clock;
        dispatcher.flush(instant(clock));
        dispatcher.settle(instant(clock));
    }

    private static RoutedAlert firing(String name, double since) {
        return alert(name, since, null, false);
    }

    private static RoutedAlert resolved(String name, double since, double end) {
        return alert(name, since, end, false);
    }

    private static RoutedAlert missed(String name, double since, double end) {
        return alert(name, since, end, true);
    }

    private static RoutedAlert alert(String name, double since, @Nullable Double end, boolean missed) {
        return new RoutedAlert(
                Labels.of("alertname", name),
                Map.of(),
                instant(since),
                instant(since),
                end == null ? null : instant(end),
                1,
                "http://127.0.0.1/",
                missed);
    }

    private static String names(Draft draft) {
        return draft.alerts().stream()
                .map(alert -> (alert.isResolved() ? "-" : "") + alert.labels().get("alertname"))
                .sorted()
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    private static String seconds(double now) {
        return Double.toString(now);
    }

    private static Instant instant(double seconds) {
        return START.plus(duration(seconds));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
