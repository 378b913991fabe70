package io.vedette.deploy.benchmark;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xerial.snappy.Snappy;

/** Pushes the same samples, in order of time, into all contenders by remote write. */
final class Loader implements AutoCloseable {
    private static final int SAMPLES_PER_REQUEST = 10_000;
    /** Of a series in one request, while history is loaded. */
    private static final int CYCLES_AT_ONCE = 20;

    private static final String TAKEN = "vedette_metrics_samples_total";

    private final List<? extends LoadedSeries> series;
    private final Cycles cycles;
    private final List<Contender> contenders;
    private final ExecutorService pushes;
    private long samples;

    Loader(List<? extends LoadedSeries> series, Cycles cycles, List<Contender> contenders) {
        this.series = series;
        this.cycles = cycles;
        this.contenders = contenders;
        this.pushes = Executors.newFixedThreadPool(contenders.size());
    }

    /** Loads the first cycles and returns when all contenders have taken them in. */
    void history(int count, Bench bench) throws Exception {
        int told = 0;
        for (int from = 0; from < count; from += CYCLES_AT_ONCE) {
            push(from, Math.min(count, from + CYCLES_AT_ONCE));
            if (10 * from / count > told) {
                told = 10 * from / count;
                bench.say("  loaded " + 10 * told + "% of " + (long) count * series.size() + " samples");
            }
        }
        awaitTaken();
    }

    /** Loads one cycle. */
    void cycle(int cycle) throws Exception {
        push(cycle, cycle + 1);
    }

    private void push(int from, int to) throws Exception {
        int atOnce = SAMPLES_PER_REQUEST / (to - from);
        for (int first = 0; first < series.size(); first += atOnce) {
            List<? extends LoadedSeries> some = series.subList(first, Math.min(series.size(), first + atOnce));
            byte[] request = request(some, from, to);
            List<Future<?>> sent = new ArrayList<>();
            for (Contender contender : contenders) {
                sent.add(pushes.submit(() -> {
                    contender.write(request);
                    return null;
                }));
            }
            for (Future<?> one : sent) {
                one.get();
            }
            samples += (long) some.size() * (to - from);
        }
    }

    private byte[] request(List<? extends LoadedSeries> some, int from, int to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (LoadedSeries each : some) {
            each.writeTo(out, cycles, from, to);
        }
        out.flush();
        return Snappy.compress(bytes.toByteArray());
    }

    /** Prometheus has taken in what it has acknowledged; the collector's head follows Kafka. */
    void awaitTaken() throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            if (contender.name().equals("vedette")) {
                Bench.awaitTrue("vedette has taken in " + samples + " samples", Duration.ofMinutes(10), () -> {
                    try {
                        return contender.metric(TAKEN) >= samples;
                    } catch (IOException e) {
                        return false;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return true;
                    }
                });
            }
        }
    }

    @Override
    public void close() {
        pushes.shutdown();
    }
}
