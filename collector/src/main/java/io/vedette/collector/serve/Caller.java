package io.vedette.collector.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Whether the one who asked still waits for the answer. Jetty does not look at a connection while a request is
 * answered, so this looks itself, now and then. Whoever asks a second question before the first is answered (no browser
 * and no library does) finds the connection closed after the answer and has to ask again.
 *
 * <p>To be asked by the thread that answers.
 */
public final class Caller implements BooleanSupplier {
    private static final long LOOK_EVERY_NANOS = 20_000_000;

    private final Context context;
    private final LongSupplier nanoTime;
    private long lookedNanos;
    private boolean gone;
    private boolean spoke;

    /** @param nanoTime elapsed time in nanoseconds */
    public Caller(Context context, LongSupplier nanoTime) {
        this.context = context;
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong();
    }

    /** Whether the answer will reach nobody. */
    @Override
    public boolean getAsBoolean() {
        long now = nanoTime.getAsLong();
        if (!gone && !spoke && now - lookedNanos >= LOOK_EVERY_NANOS) {
            lookedNanos = now;
            look();
        }
        return gone || Thread.currentThread().isInterrupted();
    }

    private void look() {
        Object transport = endPoint(context).getTransport();
        if (!(transport instanceof SocketChannel channel) || channel.isBlocking()) {
            return;
        }
        try {
            int read = channel.read(ByteBuffer.allocate(1));
            gone = read < 0;
            spoke = read > 0;
        } catch (IOException e) {
            gone = true;
        }
        if (spoke) {
            context.header("Connection", "close");
        }
    }

    /** Closes the connection, so that an answer that cannot be ended well is not taken for a whole one. */
    public static void hangUp(Context context) {
        endPoint(context).close();
    }

    private static EndPoint endPoint(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }
}
