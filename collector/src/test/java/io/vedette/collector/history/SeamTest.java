package io.vedette.collector.history;

import static io.vedette.collector.history.World.HOUR;
import static io.vedette.collector.history.World.MINUTE;
import static io.vedette.collector.history.World.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.Value;
import io.vedette.rules.series.SeriesSource;
import io.vedette.rules.series.StaleMarker;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies where: head and history together answer as one head that holds everything. */
class SeamTest {
    private static final int NODES = 4;

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    @Test
    void answersAcrossTheSeamAreThoseOfOneHead() throws Exception {
        System.out.println("SeamTest seed " + seed);
        try (World world = new World(folder)) {
            Deque<World.Sent> withheld = new ArrayDeque<>();
            double[] counters = new double[NODES];
            long time = START + random.nextInt(40) * MINUTE;
            long pass = time;
            for (int cycle = 0; cycle < 1_500; cycle++, time += 15_000) {
                boolean cutOff = cycle % 400 > 300;
                for (int node = 0; node < NODES; node++) {
                    for (World.Sent sent : cycleOf(node, cycle, time + node * 137, counters)) {
                        if (node == 1 && cutOff) {
                            withheld.add(sent);
                        } else {
                            world.send(sent.labels(), sent.millis(), sent.value());
                        }
                    }
                }
                if (!cutOff) {
                    withheld.forEach(late -> world.send(late.labels(), late.millis(), late.value()));
                    withheld.clear();
                }
                if (time >= pass) {
                    world.passTo(time);
                    pass = time + random.nextLong(9 * MINUTE);
                }
                if (random.nextInt(300) == 0) {
                    world.restart();
                }
                if (cycle % 60 == 59) {
                    compare(world, time);
                }
            }
            assertThat(world.head.completeFromMillis()).isGreaterThan(START + 4 * HOUR);
            for (int i = 0; i < 60; i++) {
                compare(world, time);
            }
            assertSameLabels(world, time);
        }
    }

    private List<World.Sent> cycleOf(int node, int cycle, long time, double[] counters) {
        List<World.Sent> sent = new ArrayList<>();
        String instance = "n" + node;
        counters[node] = random.nextInt(200) == 0 ? 0 : counters[node] + random.nextInt(100);
        sent.add(new World.Sent(Labels.of("__name__", "c", "instance", instance), time, counters[node]));
        double gauge = random.nextInt(50) == 0 ? Double.NaN : random.nextDouble();
        sent.add(new World.Sent(Labels.of("__name__", "g", "instance", instance), time, gauge));
        // Comes and goes, with a stale marker or without.
        int turn = (cycle + node * 50) % 230;
        if (turn < 100) {
            sent.add(new World.Sent(Labels.of("__name__", "e", "instance", instance), time, turn));
        } else if (turn == 100 && node % 2 == 0) {
            sent.add(new World.Sent(Labels.of("__name__", "e", "instance", instance), time, StaleMarker.VALUE));
        }
        // One that lives for half an hour and never returns.
        sent.add(new World.Sent(
                Labels.of("__name__", "s", "instance", instance, "life", "" + cycle / 120), time, cycle));
        return sent;
    }

    private void compare(World world, long now) throws Exception {
        long end = START + random.nextLong(now - START + HOUR);
        long start = end - random.nextLong(4 * HOUR);
        long at = START + random.nextLong(now - START);
        String[] queries = {
            "c",
            "e",
            "s{life!=\"3\"}",
            "rate(c[5m])",
            "increase(c[47m])",
            "sum by (instance) (rate(c[10m] offset 37m))",
            "c offset -20m",
            "max_over_time(g[1h:1m])",
            "rate(c[3m] @ " + at / 1000.0 + ")",
            "e @ " + at / 1000.0 + " + on (instance) c",
            "last_over_time(e[2h])",
            "count by (__name__) (last_over_time({__name__=~\"c|g|e\"}[90m]))",
            "changes(e[1h]) unless absent_over_time(s{life=~\"1.*\"}[30m])",
            "timestamp(g)",
            "count({instance=~\"n[12]\"})",
            "avg_over_time(sum(rate(c[2m]))[3h:5m] offset 11m)"
        };
        String query = queries[random.nextInt(queries.length)];
        long step = 1 + random.nextLong(5 * MINUTE);
        step = Math.max(step, (end - start) / 5_000 + 1);
        assertThat(range(world.source(), query, start, end, step))
                .as(
                        "%s from %d to %d by %d, seam %d, seed %d",
                        query, start, end, step, world.head.completeFromMillis(), seed)
                .isEqualTo(range(world.everything, query, start, end, step));
        assertThat(instant(world.source(), "s[3h]", at)).isEqualTo(instant(world.everything, "s[3h]", at));
    }

    private String range(SeriesSource source, String query, long start, long end, long step) throws Exception {
        return text(engine.range(source, PromQl.parse(query), start, end, step, () -> false)
                .value());
    }

    private String instant(SeriesSource source, String query, long at) throws Exception {
        return text(engine.instant(source, PromQl.parse(query), at, () -> false).value());
    }

    /** With every bit of every value. */
    private static String text(Value value) {
        StringBuilder text = new StringBuilder();
        for (Value.Row row : ((Value.Matrix) value).rows()) {
            text.append(row.labels()).append('\n');
            for (int i = 0; i < row.values().length; i++) {
                text.append(row.timestampsMillis()[i])
                        .append(' ')
                        .append(Double.doubleToRawLongBits(row.values()[i]))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static void assertSameLabels(World world, long now) {
        LabelMatcher s = LabelMatcher.equal("__name__", "s");
        for (List<LabelMatcher> matchers : List.of(List.<LabelMatcher>of(), List.of(s))) {
            assertThat(world.source().labelNames(matchers, START, now))
                    .isEqualTo(world.everything.labelNames(matchers, START, now));
            for (String name : new String[] {"__name__", "instance", "life", "none"}) {
                assertThat(world.source().labelValues(name, matchers, START, now))
                        .isEqualTo(world.everything.labelValues(name, matchers, START, now));
            }
        }
    }
}
