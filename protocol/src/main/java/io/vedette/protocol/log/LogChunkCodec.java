package io.vedette.protocol.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vedette.protocol.MalformedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Writes and reads {@link LogChunk}s. The layout is a protobuf message, given in {@code log_chunk.proto} beside this
 * class.
 *
 * <p>Safe for use by any thread.
 */
public final class LogChunkCodec {
    /** Most events a chunk may hold: what a reader is willing to make arrays for. */
    public static final int MAX_EVENTS = 1 << 20;

    static final int HOST = 1;
    static final int KIND = 2;
    static final int NAME = 3;
    static final int IDENTITY = 4;
    static final int ENCODING = 5;
    static final int DATASET = 6;
    static final int READ_AT = 7;
    static final int OFFSET_STEPS = 8;
    static final int LENGTHS = 9;
    static final int FLAGS = 10;
    static final int PAYLOAD = 15;

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private LogChunkCodec() {}

    /** The chunk's wire form. */
    public static byte[] encode(LogChunk chunk) {
        int offsetsSize = 0;
        int lengthsSize = 0;
        boolean flagged = false;
        for (int i = 0; i < chunk.size(); i++) {
            offsetsSize += CodedOutputStream.computeUInt64SizeNoTag(step(chunk.offsets(), i));
            lengthsSize += CodedOutputStream.computeUInt32SizeNoTag(chunk.lengths()[i]);
            flagged |= chunk.flags()[i] != 0;
        }
        LogSource source = chunk.source();
        // A slice: protobuf writes the whole capacity of a buffer that has an array.
        ByteBuffer payload = chunk.payload().slice();
        int size = stringSize(HOST, source.host())
                + CodedOutputStream.computeEnumSize(KIND, source.kind().ordinal())
                + stringSize(NAME, source.name())
                + stringSize(IDENTITY, source.identity())
                + stringSize(ENCODING, source.encoding())
                + stringSize(DATASET, source.dataset())
                + CodedOutputStream.computeInt64Size(READ_AT, chunk.readAtMillis())
                + delimitedSize(OFFSET_STEPS, offsetsSize)
                + delimitedSize(LENGTHS, lengthsSize)
                + (flagged ? delimitedSize(FLAGS, chunk.size()) : 0)
                + delimitedSize(PAYLOAD, payload.remaining());
        byte[] record = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(record);
        try {
            writeString(out, HOST, source.host());
            out.writeEnum(KIND, source.kind().ordinal());
            writeString(out, NAME, source.name());
            writeString(out, IDENTITY, source.identity());
            writeString(out, ENCODING, source.encoding());
            writeString(out, DATASET, source.dataset());
            out.writeInt64(READ_AT, chunk.readAtMillis());
            out.writeTag(OFFSET_STEPS, LENGTH_DELIMITED);
            out.writeUInt32NoTag(offsetsSize);
            for (int i = 0; i < chunk.size(); i++) {
                out.writeUInt64NoTag(step(chunk.offsets(), i));
            }
            out.writeTag(LENGTHS, LENGTH_DELIMITED);
            out.writeUInt32NoTag(lengthsSize);
            for (int length : chunk.lengths()) {
                out.writeUInt32NoTag(length);
            }
            if (flagged) {
                out.writeByteArray(FLAGS, chunk.flags());
            }
            out.writeTag(PAYLOAD, LENGTH_DELIMITED);
            out.writeUInt32NoTag(payload.remaining());
            out.writeRawBytes(payload);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: writing to memory", e);
        }
        return record;
    }

    /**
     * Reads a chunk. The payload of the result is a view on {@code record}, not a copy.
     *
     * @throws MalformedRecordException if the bytes are no chunk, are cut short or contradict themselves
     */
    public static LogChunk decode(byte[] record) throws MalformedRecordException {
        CodedInputStream in = CodedInputStream.newInstance(record);
        LogChunkFields fields = new LogChunkFields();
        try {
            int tag;
            while ((tag = in.readTag()) != 0) {
                read(in, tag, record, fields);
            }
        } catch (MalformedRecordException e) {
            throw e;
        } catch (IOException e) {
            String reason = e instanceof InvalidProtocolBufferException ? String.valueOf(e.getMessage()) : e.toString();
            throw new MalformedRecordException(
                    "not a log chunk: at byte " + in.getTotalBytesRead() + " of " + record.length + ": " + reason, e);
        }
        return fields.toChunk();
    }

    private static void read(CodedInputStream in, int tag, byte[] record, LogChunkFields fields) throws IOException {
        switch (tag) {
            case HOST << 3 | LENGTH_DELIMITED -> fields.host = in.readStringRequireUtf8();
            case KIND << 3 | VARINT -> fields.kind = in.readEnum();
            case NAME << 3 | LENGTH_DELIMITED -> fields.name = in.readStringRequireUtf8();
            case IDENTITY << 3 | LENGTH_DELIMITED -> fields.identity = in.readStringRequireUtf8();
            case ENCODING << 3 | LENGTH_DELIMITED -> fields.encoding = in.readStringRequireUtf8();
            case DATASET << 3 | LENGTH_DELIMITED -> fields.dataset = in.readStringRequireUtf8();
            case READ_AT << 3 | VARINT -> fields.readAtMillis = in.readInt64();
            case OFFSET_STEPS << 3 | LENGTH_DELIMITED -> {
                int limit = in.pushLimit(in.readRawVarint32());
                while (!in.isAtEnd()) {
                    fields.addOffsetStep(in.readUInt64());
                }
                in.popLimit(limit);
            }
            case LENGTHS << 3 | LENGTH_DELIMITED -> {
                int limit = in.pushLimit(in.readRawVarint32());
                while (!in.isAtEnd()) {
                    fields.addLength(in.readUInt32());
                }
                in.popLimit(limit);
            }
            case FLAGS << 3 | LENGTH_DELIMITED -> fields.flags = in.readByteArray();
            case PAYLOAD << 3 | LENGTH_DELIMITED -> {
                int length = in.readRawVarint32();
                int start = in.getTotalBytesRead();
                in.skipRawBytes(length);
                fields.payload = ByteBuffer.wrap(record, start, length).slice();
            }
            default -> {
                if (!in.skipField(tag)) {
                    throw new MalformedRecordException("not a log chunk: group end without a beginning");
                }
            }
        }
    }

    private static long step(long[] offsets, int index) {
        return index == 0 ? offsets[0] : offsets[index] - offsets[index - 1];
    }

    private static int stringSize(int field, String text) {
        return text.isEmpty() ? 0 : CodedOutputStream.computeStringSize(field, text);
    }

    private static int delimitedSize(int field, int length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }

    private static void writeString(CodedOutputStream out, int field, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeString(field, text);
        }
    }
}
