package io.vedette.collector.logs.parse;

import io.vedette.collector.ecs.EcsFields;
import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.DocumentId;
import io.vedette.collector.index.LogDocument;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogSource;
import io.vedette.protocol.log.LogSource.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes ECS documents of the events of a chunk. Every event becomes a document, whatever its bytes: what is not
 * understood stays in {@code message}. One in which lines of two streams of a container came together becomes two.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class LineReader {
    private final String namespace;
    private final List<Step> textSteps;
    private final List<Step> journalSteps;

    /**
     * @param zone the zone of times that name none
     * @param namespace the data streams' namespace
     */
    public LineReader(EcsSchema schema, ZoneId zone, String namespace) {
        this.namespace = Datasets.legal(namespace);
        Timestamps timestamps = new Timestamps(zone);
        textSteps = List.of(
                new JsonLine(schema, timestamps),
                new SyslogHeader(timestamps),
                new LeadingTime(timestamps),
                new LevelWord());
        journalSteps = List.of(new JournalEvent(), new LevelWord());
    }

    /**
     * The documents of a chunk's lines, in their order.
     *
     * @param ingestedAt when the collector read the chunk
     */
    public List<LogDocument> read(LogChunk chunk, Instant ingestedAt) {
        return read(chunk, ingestedAt, 0, chunk.size());
    }

    /**
     * The documents of some of a chunk's events, usually one each, as a chunk of many short lines makes far more of
     * documents than its own size.
     *
     * @param from the first line, counted from 0
     * @param to behind the last line
     */
    public List<LogDocument> read(LogChunk chunk, Instant ingestedAt, int from, int to) {
        Origin origin = new Origin(chunk, ingestedAt);
        List<LogDocument> documents = new ArrayList<>(to - from);
        ByteBuffer payload = chunk.payload().duplicate();
        int begin = payload.position();
        for (int i = 0; i < to; i++) {
            int length = chunk.lengths()[i];
            if (i >= from) {
                byte[] bytes = new byte[length];
                payload.position(begin);
                payload.get(bytes);
                addDocuments(documents, origin, chunk.offsets()[i], chunk.flags()[i], bytes);
            }
            begin += length;
        }
        return documents;
    }

    /** What all lines of a chunk have in common. */
    private static final class Origin {
        final LogSource source;
        final String key;
        final String dataset;
        final Instant readAt;
        final Instant ingestedAt;
        final @Nullable Charset charset;
        final @Nullable ContainerPath container;

        Origin(LogChunk chunk, Instant ingestedAt) {
            source = chunk.source();
            key = DocumentId.sourceKey(source.host(), source.identity());
            dataset = Datasets.of(source);
            readAt = Instant.ofEpochMilli(chunk.readAtMillis());
            this.ingestedAt = ingestedAt;
            charset = charset(source.encoding());
            container = ContainerPath.of(source.name());
        }

        private static @Nullable Charset charset(String name) {
            try {
                return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return null;
            }
        }
    }

    private void addDocuments(List<LogDocument> documents, Origin origin, long offset, byte flags, byte[] bytes) {
        Charset charset = origin.charset == null ? StandardCharsets.UTF_8 : origin.charset;
        // Malformed bytes become U+FFFD: seen, and no reason to lose the rest of the line.
        String text = new String(bytes, charset);
        boolean fromFile = origin.source.kind() == Kind.FILE || origin.source.kind() == Kind.CONTAINER;
        List<ContainerLines.Written> container = fromFile ? ContainerLines.of(text) : null;
        if (container == null) {
            LogLine line = new LogLine(text, new EcsFields(), origin.readAt);
            documents.add(document(origin, offset, flags, bytes.length, line));
            return;
        }
        for (ContainerLines.Written written : container) {
            LogLine line = new LogLine(written.text(), new EcsFields(), origin.readAt);
            if (!written.stream().isEmpty()) {
                line.fields().put("stream", written.stream());
            }
            if (written.time() != null) {
                line.setTimestamp(written.time());
            }
            documents.add(document(origin, offset + startOfLine(bytes, written.line()), flags, bytes.length, line));
        }
    }

    /** Where a line of several begins, so that what stands there has an identity of its own. */
    private static int startOfLine(byte[] bytes, int line) {
        int at = 0;
        for (int left = line; left > 0; at++) {
            if (bytes[at] == '\n') {
                left--;
            }
        }
        return at;
    }

    private LogDocument document(Origin origin, long offset, byte flags, int lengthBytes, LogLine line) {
        EcsFields fields = line.fields();
        LogSource source = origin.source;
        List<String> marks = flags(flags);
        if (!marks.isEmpty()) {
            fields.put("log.flags", marks);
        }
        for (Step step : source.kind() == Kind.JOURNAL ? journalSteps : textSteps) {
            step.apply(line);
        }
        Instant timestamp = line.timestamp() == null ? origin.readAt : line.timestamp();
        LogLevel level = line.level();
        fields.put("@timestamp", timestamp.toString());
        fields.put("message", line.message());
        if (level != null) {
            fields.put("log.level", level.text());
        }
        if (fields.get("host.hostname") == null) {
            fields.put("host.hostname", source.kind() == Kind.SYSLOG ? source.name() : source.host());
        }
        if (origin.charset == null) {
            fields.put("tags", List.of("encoding_unknown"));
        }
        putOrigin(fields, origin, offset);
        return new LogDocument(
                new DocumentId(origin.key, offset),
                origin.dataset,
                namespace,
                timestamp.toEpochMilli(),
                lengthBytes,
                fields,
                fields.toJson());
    }

    private void putOrigin(EcsFields fields, Origin origin, long offset) {
        LogSource source = origin.source;
        fields.put("ecs.version", EcsSchema.VERSION);
        fields.put("host.name", source.host());
        fields.put("agent.name", source.host());
        fields.put("agent.type", "vedette");
        fields.put("event.created", origin.readAt.toString());
        fields.put("event.ingested", origin.ingestedAt.toString());
        fields.put("event.dataset", origin.dataset);
        fields.put("data_stream.type", "logs");
        fields.put("data_stream.dataset", "vedette." + origin.dataset);
        fields.put("data_stream.namespace", namespace);
        fields.put("vedette.source", origin.key);
        fields.put("log.offset", offset);
        switch (source.kind()) {
            case FILE, CONTAINER -> fields.put("log.file.path", source.name());
            case SYSLOG -> {
                // The agent only received it: the host is the one that the message names.
                fields.put("host.name", String.valueOf(fields.get("host.hostname")));
                fields.put("log.source.address", source.name());
            }
            case JOURNAL -> {}
        }
        if (origin.container != null) {
            origin.container.putInto(fields);
        }
    }

    private static List<String> flags(byte flags) {
        List<String> names = new ArrayList<>(3);
        if ((flags & LogChunk.TRUNCATED) != 0) {
            names.add("truncated");
        }
        if ((flags & LogChunk.UNTERMINATED) != 0) {
            names.add("unterminated");
        }
        if ((flags & LogChunk.SPLIT) != 0) {
            names.add("split");
        }
        return names;
    }
}
