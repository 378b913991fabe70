package io.vedette.collector.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.notify.NotifyConfig.Integration;
import io.vedette.collector.route.AlertGroup;
import io.vedette.collector.route.AlertSink;
import io.vedette.collector.route.RoutedAlert;
import io.vedette.collector.state.StateException;
import io.vedette.collector.state.StateStore;
import io.vedette.rules.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of alerts: one thread groups them and decides what is due, one thread for each receiver delivers.
 *
 * <p>Safe for use by any thread.
 */
public final class Notifier implements AlertSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(10);

    private final NotificationLog log;
    private final String externalUrl;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final ReceiverQueue.Settings queueSettings;
    private final int maxAlerts;
    private final MeterRegistry meters;
    private final Counter refused;
    private final Counter forgotten;
    private final Thread thread = new Thread(this::run, "notify-dispatch");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The newest word on each alert, not yet looked at; guarded by {@link #lock}. */
    private Map<Labels, RoutedAlert> inbox = new LinkedHashMap<>();
    /** Guarded by {@link #lock}. */
    private NotifyConfig wanted;

    private int wantedVersion = 1;

    private boolean caughtUp;
    private boolean toSettle;
    private volatile boolean closed;

    /** Only the thread touches these. */
    private int versionInForce;

    private Dispatcher dispatcher;
    private List<ReceiverQueue> queues = List.of();
    private Instant tidiedAt = Instant.EPOCH;
    private volatile int groupCount;

    /**
     * @param state has to be read before {@link #start}
     * @param externalUrl under which people reach this collector, without a slash at its end
     * @param clock wall time
     * @param nanos elapsed time in nanoseconds
     * @param random for pauses between attempts
     */
    public Notifier(
            NotifyConfig config,
            StateStore state,
            String externalUrl,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random,
            MeterRegistry meters) {
        this(config, state, externalUrl, clock, nanos, random, ReceiverQueue.Settings.DEFAULT, 100_000, meters);
    }

    Notifier(
            NotifyConfig config,
            StateStore state,
            String externalUrl,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random,
            ReceiverQueue.Settings queueSettings,
            int maxAlerts,
            MeterRegistry meters) {
        this.wanted = config;
        this.log = new NotificationLog(state);
        this.externalUrl = externalUrl;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.queueSettings = queueSettings;
        this.maxAlerts = maxAlerts;
        this.meters = meters;
        this.dispatcher = new Dispatcher(NotifyConfig.NOBODY.route(), Map.of(), log);
        this.refused = Counter.builder("vedette_notify_refused_alerts_total")
                .description("Alerts nobody is told of, as there are too many at once.")
                .register(meters);
        this.forgotten = Counter.builder("vedette_notify_forgotten_alerts_total")
                .description("Alerts that were over for so long that their receiver is not told any more.")
                .register(meters);
        Gauge.builder("vedette_notify_groups", this, self -> self.groupCount)
                .description("Groups of alerts.")
                .register(meters);
    }

    /** Begins to tell people, in the background. Call once. */
    public void start() {
        thread.start();
    }

    /** Puts routes and receivers in force; messages on their way are decided on anew. */
    public void reload(NotifyConfig config) {
        lock.lock();
        try {
            wanted = config;
            wantedVersion++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void accept(List<RoutedAlert> alerts) {
        lock.lock();
        try {
            for (RoutedAlert alert : alerts) {
                if (inbox.size() < maxAlerts || inbox.containsKey(alert.labels())) {
                    inbox.put(alert.labels(), alert);
                } else {
                    refused.increment();
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void caughtUp() {
        lock.lock();
        try {
            caughtUp = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void settled() {
        lock.lock();
        try {
            toSettle = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What the thread has to do next. */
    private record Work(
            Map<Labels, RoutedAlert> alerts, NotifyConfig config, int version, boolean flush, boolean settle) {}

    private void run() {
        try {
            while (!closed) {
                try {
                    step(await());
                } catch (RuntimeException e) {
                    LOG.error("telling people met a fault of ours", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQueues();
        }
    }

    private Work await() throws InterruptedException {
        Instant due = dispatcher.nextDue().orElse(Instant.MAX);
        lock.lockInterruptibly();
        try {
            if (inbox.isEmpty() && wantedVersion == versionInForce && !toSettle && !closed) {
                Instant now = clock.instant();
                long waitMillis = LONGEST_WAIT.toMillis();
                if (caughtUp && due.isBefore(now.plus(LONGEST_WAIT))) {
                    waitMillis = Math.max(0, Duration.between(now, due).toMillis()) + 1;
                }
                awaitChange(waitMillis);
            }
            Work work = new Work(inbox, wanted, wantedVersion, caughtUp, toSettle);
            inbox = new LinkedHashMap<>();
            toSettle = false;
            return work;
        } finally {
            lock.unlock();
        }
    }

    /** Waking too early does no harm: whoever waits looks at everything anew. */
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange(long millis) throws InterruptedException {
        changed.await(millis, TimeUnit.MILLISECONDS);
    }

    private void step(Work work) {
        Instant now = clock.instant();
        if (work.version != versionInForce) {
            replace(work.config, now);
            versionInForce = work.version;
        }
        work.alerts.values().forEach(alert -> dispatcher.accept(alert, now));
        if (work.flush) {
            dispatcher.flush(now);
        }
        boolean tidy = Duration.between(tidiedAt, now).compareTo(TIDY_EVERY) > 0;
        if (work.flush && (work.settle || tidy || !work.alerts.isEmpty())) {
            forgotten.increment(dispatcher.settle(now));
        }
        if (tidy) {
            tidy(now);
        }
        groupCount = dispatcher.all().size();
    }

    private void replace(NotifyConfig config, Instant now) {
        closeQueues();
        List<ReceiverQueue> opened = new ArrayList<>();
        Map<String, List<Outbox>> outboxes = new LinkedHashMap<>();
        config.receivers().forEach((name, integrations) -> {
            List<Outbox> own = new ArrayList<>();
            for (Integration integration : integrations) {
                ReceiverQueue queue = open(integration);
                opened.add(queue);
                own.add(queue);
            }
            outboxes.put(name, own);
        });
        Dispatcher before = dispatcher;
        dispatcher = new Dispatcher(config.route(), outboxes, log);
        queues = opened;
        for (AlertGroup group : before.all()) {
            group.alerts().forEach(alert -> dispatcher.accept(alert, now));
        }
        opened.forEach(ReceiverQueue::start);
    }

    private ReceiverQueue open(Integration integration) {
        return new ReceiverQueue(
                integration.id(),
                integration.factory().open(),
                log,
                queueSettings,
                externalUrl,
                nanos,
                random,
                meters,
                this::settled);
    }

    private void tidy(Instant now) {
        Set<String> present = new HashSet<>();
        dispatcher.all().forEach(group -> present.add(group.key()));
        try {
            log.forgetOld(now, present);
        } catch (StateException e) {
            LOG.warn("{}", e.getMessage());
        }
        tidiedAt = now;
    }

    private void closeQueues() {
        queues.forEach(ReceiverQueue::stop);
        queues.forEach(ReceiverQueue::close);
        queues = List.of();
    }

    /** Stops telling; what has not arrived is told by the next process. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
