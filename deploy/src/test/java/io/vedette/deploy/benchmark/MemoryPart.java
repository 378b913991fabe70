package io.vedette.deploy.benchmark;

import java.time.Duration;
import java.util.List;

/** Memory for some hours of many series. */
final class MemoryPart implements Part {
    private static final int CYCLES_PER_HOUR = 240;
    /** Time for both to give back what they need no more. */
    private static final Duration REST = Duration.ofSeconds(60);

    private static final double MEBI = 1 << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String subject() {
        return "memory for some hours of many series of a recorded node, and bytes a sample";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<RecordedSeries> series =
                RecordedSeries.of(Contender.root(), bench.sizes().series());
        int count = bench.sizes().hours() * CYCLES_PER_HOUR;
        bench.say("  " + series.size() + " series, " + bench.sizes().hours() + " hours");
        Contender prometheus = bench.startPrometheus();
        Contender vedette =
                bench.startVedette("head: {window: " + (bench.sizes().hours() + 1) + "h}");
        Cycles cycles = Cycles.until(System.currentTimeMillis(), count);
        try (Loader loader = new Loader(series, cycles, List.of(prometheus, vedette))) {
            loader.history(count, bench);
        }
        prometheus.awaitCompaction(bench);
        Thread.sleep(REST.toMillis());
        double kept = vedette.metric("vedette_head_samples");
        bench.say(String.format("  vedette holds %.0f of %d samples", kept, (long) count * series.size()));
        double theirs = prometheus.metric("prometheus_tsdb_compaction_chunk_size_bytes_sum")
                / prometheus.metric("prometheus_tsdb_compaction_chunk_samples_sum");
        return List.of(
                new Row(
                        "memory: resident, MiB",
                        prometheus.residentBytes() / MEBI,
                        vedette.residentBytes() / MEBI,
                        "at most 1"),
                new Row(
                        "memory: heap in use, MiB",
                        prometheus.metric("go_memstats_heap_inuse_bytes") / MEBI,
                        vedette.metric("jvm_memory_used_bytes{area=\"heap\"") / MEBI,
                        ""),
                new Row(
                        "bytes a sample: its chunks; our head with index and overhead",
                        theirs,
                        vedette.metric("vedette_head_size_bytes") / kept,
                        "at most 1"));
    }
}
