package io.vedette.deploy.logging;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends what the process logs to standard error: all of ours, of libraries what somebody has to act on. */
public final class ProcessLog {
    /** Java's logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> HELD = List.of(Logger.getLogger(""), Logger.getLogger("io.vedette"));

    /** Libraries that warn of what Vedette says better itself, or that needs no one's action. */
    private static final List<Logger> NOISY = List.of(
            Logger.getLogger("org.apache.kafka.clients"),
            Logger.getLogger("org.apache.kafka.common.utils.AppInfoParser"),
            Logger.getLogger("org.apache.lucene"),
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("org.eclipse.jetty"),
            Logger.getLogger("io.javalin"),
            Logger.getLogger("org.elasticsearch"),
            Logger.getLogger("co.elastic"),
            Logger.getLogger("oshi"));

    private ProcessLog() {}

    /** @param verbose also what is of use only to who looks for a fault */
    public static void install(boolean verbose) {
        Logger root = HELD.get(0);
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setFormatter(new OneLineFormatter());
        console.setLevel(Level.ALL);
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        HELD.get(1).setLevel(verbose ? Level.FINE : Level.INFO);
        for (Logger logger : NOISY) {
            logger.setLevel(verbose ? Level.WARNING : Level.SEVERE);
        }
    }
}
