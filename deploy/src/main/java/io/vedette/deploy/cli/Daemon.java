package io.vedette.deploy.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a daemon from its start to the signal that ends the process. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private Daemon() {}

    /** A start that throws an exception with a line for people if one of them must change something first. */
    interface Start {
        void start() throws Exception;
    }

    static int run(Start start, AutoCloseable daemon) throws Failure, InterruptedException {
        try {
            start.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                daemon.close();
                            } catch (Exception e) { // declared by AutoCloseable; the process ends all the same
                                LOG.warn("did not stop cleanly: {}", e.toString());
                            }
                            stopped.countDown();
                        },
                        "stop"));
        stopped.await();
        return 0;
    }
}
