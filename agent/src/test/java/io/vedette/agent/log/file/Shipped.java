package io.vedette.agent.log.file;

import io.vedette.agent.ship.LogSink;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stands where Kafka would: keeps what is shipped, and answers as told. */
final class Shipped implements LogSink {
    private final List<Line> lines = new ArrayList<>();
    private final List<Outcome> held = new ArrayList<>();
    private boolean holding;
    private int failures;
    private int largestBytes = Integer.MAX_VALUE;

    /** One event as it arrived. */
    record Line(String name, String identity, long offset, String text, byte flags) {
        String id() {
            return identity + "@" + offset;
        }
    }

    @Override
    public synchronized void ship(String key, byte[] chunk, Outcome outcome) {
        if (chunk.length > largestBytes) {
            outcome.tooLarge();
            return;
        }
        if (failures > 0) {
            failures--;
            outcome.failed();
            return;
        }
        keep(chunk);
        if (holding) {
            held.add(outcome);
        } else {
            outcome.acknowledged();
        }
    }

    private void keep(byte[] bytes) {
        LogChunk chunk;
        try {
            chunk = LogChunkCodec.decode(bytes);
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
        Charset charset = Charset.forName(chunk.source().encoding());
        byte[] payload = new byte[chunk.payload().remaining()];
        chunk.payload().duplicate().get(payload);
        int at = 0;
        for (int i = 0; i < chunk.size(); i++) {
            int length = chunk.lengths()[i];
            lines.add(new Line(
                    chunk.source().name(),
                    chunk.source().identity(),
                    chunk.offsets()[i],
                    new String(payload, at, length, charset),
                    chunk.flags()[i]));
            at += length;
        }
    }

    /** From now on nothing is acknowledged. */
    synchronized void hold() {
        holding = true;
    }

    /** Acknowledges everything held, and from now on everything at once. */
    void release() {
        List<Outcome> waiting;
        synchronized (this) {
            holding = false;
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(Outcome::acknowledged);
    }

    /** Fails the next chunks, without keeping them. */
    synchronized void failNext(int chunks) {
        failures = chunks;
    }

    /** Refuses chunks larger than this. */
    synchronized void refuseAbove(int bytes) {
        largestBytes = bytes;
    }

    synchronized int underWay() {
        return held.size();
    }

    /** Everything that arrived, repetitions included. */
    synchronized List<Line> all() {
        return List.copyOf(lines);
    }

    /** What a collector would store: of each identity and offset the first that came. */
    List<Line> stored() {
        Map<String, Line> byId = new LinkedHashMap<>();
        all().forEach(line -> byId.putIfAbsent(line.id(), line));
        return List.copyOf(byId.values());
    }

    /** The texts that a collector would store, in the order of arrival. */
    List<String> texts() {
        return stored().stream().map(Line::text).toList();
    }
}
