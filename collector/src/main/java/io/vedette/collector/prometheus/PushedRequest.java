package io.vedette.collector.prometheus;

import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.metrics.SeriesLabels;
import io.vedette.protocol.metrics.WriteRequestReader;
import io.vedette.protocol.metrics.WriteRequestVisitor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A remote-write request that was pushed, cut into records for the metrics topic: the series of each instance together,
 * as an agent sends them, so that all samples of a series lie in one partition in their order. The bytes of the series
 * are not touched; a request of one instance that is small enough stays as it is. A series that nobody could understand
 * is left out, the others go on.
 */
final class PushedRequest {
    /** Each takes some memory of its own, and no sender has as many targets in one request. */
    private static final int MAX_INSTANCES = 10_000;

    private static final byte[] INSTANCE = "instance".getBytes(StandardCharsets.UTF_8);

    private PushedRequest() {}

    /**
     * A record for the topic.
     *
     * @param instance the series' label; empty if they have none
     */
    record Piece(String instance, byte[] request) {}

    /**
     * What a request was cut into.
     *
     * @param samples in the pieces
     * @param histograms native histograms in the pieces, which nobody reads
     * @param exemplars in the pieces, which nobody reads
     * @param refusedSeries series left out
     * @param fault of the first of them; empty if there is none
     */
    record Cut(List<Piece> pieces, long samples, long histograms, long exemplars, int refusedSeries, String fault) {}

    /**
     * Checks and cuts a request.
     *
     * @param maxBytes of a piece
     * @throws MalformedRecordException if it is no request
     */
    static Cut cut(byte[] request, int maxBytes) throws MalformedRecordException {
        Cutting cutting = new Cutting(request, maxBytes);
        new WriteRequestReader().read(request, cutting);
        return cutting.finish();
    }

    private static final class Cutting implements WriteRequestVisitor {
        private final byte[] request;
        private final int maxBytes;
        private final List<Piece> pieces = new ArrayList<>();
        private final Map<String, Runs> byInstance = new LinkedHashMap<>();
        /** Of the series read last. */
        private byte @Nullable [] instance;

        /** Fields side by side that go to the same place. */
        private int runStart;

        private int runEnd;
        private byte @Nullable [] runInstance;

        private long seriesSamples;
        private long samples;
        private long histograms;
        private long exemplars;
        private int refusedSeries;
        private String fault = "";

        private Cutting(byte[] request, int maxBytes) {
            this.request = request;
            this.maxBytes = maxBytes;
        }

        @Override
        public void series(SeriesLabels labels) throws MalformedRecordException {
            labels.check();
            byte[] value = labels.value(INSTANCE);
            if (!Arrays.equals(value, instance)) {
                instance = value;
            }
            seriesSamples = 0;
        }

        @Override
        public void sample(long timestampMillis, double value) {
            seriesSamples++;
        }

        @Override
        public void skipped(String what) {
            if (what.equals("histogram")) {
                histograms++;
            } else {
                exemplars++;
            }
        }

        @Override
        public void refused(MalformedRecordException reason) {
            if (refusedSeries == 0) {
                fault = String.valueOf(reason.getMessage());
            }
            refusedSeries++;
        }

        /** What is known of metrics goes with the series around it: it is said of the metric, whoever sends it. */
        @Override
        public void taken(int start, int end) {
            if (end - start > maxBytes) {
                refused(new MalformedRecordException("one series of " + (end - start) + " bytes: more than " + maxBytes
                        + " cannot be kept; send fewer samples of a series at a time"));
                return;
            }
            samples += seriesSamples;
            seriesSamples = 0;
            boolean joins =
                    start == runEnd && end - runStart <= maxBytes && (runInstance == null || runInstance == instance);
            if (!joins) {
                endRun();
                runStart = start;
            }
            runEnd = end;
            runInstance = instance;
        }

        private void endRun() {
            int length = runEnd - runStart;
            if (length == 0) {
                return;
            }
            String name = runInstance == null ? "" : new String(runInstance, StandardCharsets.UTF_8);
            Runs runs = byInstance.get(name);
            if (runs == null && byInstance.size() == MAX_INSTANCES) {
                refused(new MalformedRecordException(
                        "more than " + MAX_INSTANCES + " instances in one request; send fewer series at a time"));
                return;
            }
            if (runs == null) {
                runs = new Runs();
                byInstance.put(name, runs);
            } else if (runs.bytes + length > maxBytes) {
                pieces.add(new Piece(name, runs.take(request)));
            }
            runs.add(runStart, runEnd);
        }

        private Cut finish() {
            endRun();
            byInstance.forEach((name, runs) -> pieces.add(new Piece(name, runs.take(request))));
            return new Cut(pieces, samples, histograms, exemplars, refusedSeries, fault);
        }
    }

    /** Parts of a request that go to the same place. */
    private static final class Runs {
        private int[] bounds = new int[2];
        private int count;
        private int bytes;

        void add(int start, int end) {
            if (count == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * count);
            }
            bounds[count++] = start;
            bounds[count++] = end;
            bytes += end - start;
        }

        /** The parts one behind the other; the request itself if they are all of it. Forgets them. */
        byte[] take(byte[] request) {
            byte[] piece = request;
            if (bytes < request.length) {
                piece = new byte[bytes];
                int at = 0;
                for (int i = 0; i < count; i += 2) {
                    int length = bounds[i + 1] - bounds[i];
                    System.arraycopy(request, bounds[i], piece, at, length);
                    at += length;
                }
            }
            count = 0;
            bytes = 0;
            return piece;
        }
    }
}
