package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.serve.Caller;
import io.vedette.collector.serve.Door;
import io.vedette.rules.promql.QueryLimits;
import io.vedette.rules.promql.QueryMemory;
import io.vedette.rules.series.SampleBuffer;
import io.vedette.rules.series.Series;
import io.vedette.rules.series.SeriesSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.xerial.snappy.Snappy;

/**
 * {@code POST /api/v1/read}: remote read, by which another Prometheus takes the samples that are here for its own.
 * Answers with samples, or with a stream of chunks where the client takes that; stale markers go along.
 */
public final class RemoteReadDoor implements Door {
    static final int MAX_COMPRESSED_BYTES = 1024 * 1024;
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final int MAX_CONCURRENT = 4;
    private static final int MAX_WAITING = 32;

    private final SeriesSource source;
    private final QueryRunner runner;
    private final QueryLine line;
    private final LongSupplier nanoTime;

    /**
     * @param source what is read
     * @param runner whose limits hold here, too
     * @param nanoTime elapsed time in nanoseconds
     */
    public RemoteReadDoor(SeriesSource source, QueryRunner runner, LongSupplier nanoTime, MeterRegistry meters) {
        this.source = source;
        this.runner = runner;
        this.line = new QueryLine("remote_read", MAX_CONCURRENT, MAX_WAITING, meters);
        this.nanoTime = nanoTime;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/api/v1/read", ApiAnswer.handler(this::read));
    }

    private void read(Context context) throws ApiException, IOException {
        ReadQuery.Request request = ReadQuery.parse(uncompress(readBody(context)));
        QueryLimits limits = runner.limits();
        try (QueryLine.Place place = line.enter(limits.timeout());
                QueryMemory.Share memory = runner.memory().open()) {
            ReadLimits spent = new ReadLimits(limits, new Caller(context, nanoTime), nanoTime);
            if (request.streamed()) {
                stream(context, request.queries(), spent);
            } else {
                byte[] body = samples(request.queries(), spent, memory);
                place.endWork();
                send(context, body);
            }
        }
    }

    private static byte[] readBody(Context context) throws ApiException, IOException {
        try (InputStream in = context.req().getInputStream()) {
            byte[] body = in.readNBytes(MAX_COMPRESSED_BYTES + 1);
            if (body.length > MAX_COMPRESSED_BYTES) {
                throw new ApiException(
                        ApiException.Type.TOO_LARGE, "a read request of more than " + MAX_COMPRESSED_BYTES + " bytes");
            }
            return body;
        }
    }

    private static byte[] uncompress(byte[] compressed) throws ApiException {
        try {
            int length = Snappy.uncompressedLength(compressed);
            if (length < 0 || length > MAX_BYTES) {
                throw new ApiException(
                        ApiException.Type.BAD_DATA, "more than " + MAX_BYTES + " bytes when uncompressed");
            }
            if (Snappy.isValidCompressedBuffer(compressed)) {
                return Snappy.uncompress(compressed);
            }
        } catch (IOException e) {
            // Told below: snappy's own words say no more.
        }
        throw new ApiException(ApiException.Type.BAD_DATA, "not compressed with snappy, or cut short");
    }

    private byte[] samples(List<ReadQuery> queries, ReadLimits spent, QueryMemory.Share memory)
            throws ApiException, IOException {
        ReadSamples answer = new ReadSamples(runner.limits().maxBytes(), memory);
        SampleBuffer samples = new SampleBuffer();
        for (ReadQuery query : queries) {
            answer.beginResult();
            for (Series series : source.select(query.matchers(), query.startMillis(), query.endMillis(), spent)) {
                samples.clear();
                series.read(query.startMillis(), query.endMillis(), samples);
                spent.read(samples.size());
                if (samples.size() > 0) {
                    answer.add(series.labels(), samples);
                }
            }
            answer.endResult();
        }
        return answer.compressed();
    }

    private void send(Context context, byte[] body) throws IOException {
        context.contentType("application/x-protobuf").header("Content-Encoding", "snappy");
        try (OutputStream out = new PacedOutput(context, context.res().getOutputStream(), nanoTime)) {
            out.write(body);
        }
    }

    private void stream(Context context, List<ReadQuery> queries, ReadLimits spent) throws ApiException, IOException {
        context.contentType("application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse");
        SampleBuffer samples = new SampleBuffer();
        try (OutputStream out = new PacedOutput(context, context.res().getOutputStream(), nanoTime)) {
            ReadChunks answer = new ReadChunks(out);
            for (int i = 0; i < queries.size(); i++) {
                ReadQuery query = queries.get(i);
                List<Series> found =
                        new ArrayList<>(source.select(query.matchers(), query.startMillis(), query.endMillis(), spent));
                found.sort(Comparator.comparing(Series::labels));
                for (Series series : found) {
                    samples.clear();
                    series.read(query.startMillis(), query.endMillis(), samples);
                    spent.read(samples.size());
                    answer.add(i, series.labels(), samples);
                }
            }
        }
    }
}
