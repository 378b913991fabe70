package io.vedette.agent.log;

/**
 * A place log events come from: files, the journal, a syslog socket.
 *
 * <p>A source ships chunks through a {@link io.vedette.agent.ship.LogSink} and moves its mark only after they are
 * acknowledged. It takes bytes from the common {@link ByteBudget} before it reads and gives them back once a chunk's
 * outcome is known; it runs on threads of its own and blocks no other source.
 */
public interface EventSource extends AutoCloseable {
    /** Starts reading. Called once. */
    void start();

    /** Stops reading, keeps the mark, and waits until the source's threads have ended. */
    @Override
    void close();
}
