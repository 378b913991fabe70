package io.vedette.collector.prometheus;

import io.javalin.http.Context;
import io.vedette.collector.serve.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongSupplier;

/**
 * An answer's body that hangs up on a client which reads more slowly than any network is: what an answer holds, the
 * memory and the place in the line, it may not hold for ever. The server itself hangs up on one that reads nothing.
 */
final class PacedOutput extends OutputStream {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long MIN_BYTES_PER_SECOND = 4 * 1024;

    private final Context context;
    private final OutputStream out;
    private final LongSupplier nanoTime;
    private final long begunNanos;
    private long written;

    /**
     * @param out what is written to
     * @param nanoTime elapsed time in nanoseconds
     */
    PacedOutput(Context context, OutputStream out, LongSupplier nanoTime) {
        this.context = context;
        this.out = out;
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        long tookNanos = nanoTime.getAsLong() - begunNanos;
        if (tookNanos > PATIENCE_NANOS && written < tookNanos / 1_000_000_000 * MIN_BYTES_PER_SECOND) {
            Caller.hangUp(context);
            throw new IOException(
                    "the client took only " + written + " bytes of the answer in " + tookNanos / 1_000_000_000 + " s");
        }
        written += length;
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
