package io.vedette.agent.log.syslog;

import io.vedette.agent.ship.LogSink;
import io.vedette.protocol.MalformedRecordException;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogChunkCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stands where Kafka would: keeps what is shipped while it is there, and fails what comes while it is away. */
final class Receiver implements LogSink {
    private final Map<String, String> stored = new LinkedHashMap<>();
    private final List<String> peers = new ArrayList<>();
    private boolean away;
    private boolean silent;

    @Override
    public synchronized void ship(String key, byte[] chunk, Outcome outcome) {
        if (away) {
            outcome.failed();
            return;
        }
        keep(chunk);
        if (!silent) {
            outcome.acknowledged();
        }
    }

    private void keep(byte[] bytes) {
        try {
            LogChunk chunk = LogChunkCodec.decode(bytes);
            byte[] payload = new byte[chunk.payload().remaining()];
            chunk.payload().duplicate().get(payload);
            int at = 0;
            for (int i = 0; i < chunk.size(); i++) {
                String text = new String(payload, at, chunk.lengths()[i], StandardCharsets.UTF_8);
                stored.put(chunk.source().identity() + "@" + chunk.offsets()[i], text + mark(chunk.flags()[i]));
                at += chunk.lengths()[i];
            }
            peers.add(chunk.source().name());
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static String mark(byte flags) {
        return (flags & LogChunk.TRUNCATED) != 0 ? " CUT" : "";
    }

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** From now on everything arrives and nothing is acknowledged. */
    synchronized void silent() {
        silent = true;
    }

    /** What is stored of what came, by identity, in the order of arrival. */
    synchronized List<String> texts() {
        return List.copyOf(stored.values());
    }

    /** What is stored, by identity. */
    synchronized Map<String, String> stored() {
        return Map.copyOf(stored);
    }

    synchronized List<String> peers() {
        return List.copyOf(peers);
    }
}
