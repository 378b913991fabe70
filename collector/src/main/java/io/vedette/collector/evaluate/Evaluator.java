package io.vedette.collector.evaluate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.collector.metrics.Completeness;
import io.vedette.collector.route.AlertSink;
import io.vedette.collector.state.StateException;
import io.vedette.collector.state.StateStore;
import io.vedette.rules.file.RuleFile;
import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.group.RuleGroup;
import io.vedette.rules.group.RuleGroupContext;
import io.vedette.rules.head.Head;
import io.vedette.rules.promql.QueryEngine;
import io.vedette.rules.series.SeriesSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates rule groups on the time in the data: each group at its own instants, one after the other, as soon as the
 * head is complete up to them. After a restart a group goes on where it stood, over the rebuilt head, so that what came
 * and went meanwhile is found and a pending alert fires at the instant it would have.
 *
 * <p>Safe for use by any thread; a few threads of its own evaluate, each one group at a time.
 */
public final class Evaluator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 1_000;
    /** Firing alerts are passed on again this often: it costs nothing, as what was told is known. */
    private static final Duration RESEND = Duration.ofMinutes(1);

    private final EvaluatorSettings settings;
    private final Head head;
    private final SeriesSource source;
    private final QueryEngine engine;
    private final Completeness completeness;
    private final StateStore state;
    private final Producer<byte[], byte[]> producer;
    private final String writerId;
    private final AlertSink sink;
    private final LongSupplier nanos;
    private final EvaluationMeters counts;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changedHands = lock.newCondition();
    /** By file and name; guarded by {@link #lock}. */
    private Map<List<String>, GroupRunner> groups = new LinkedHashMap<>();
    /** Being evaluated; guarded by {@link #lock}. */
    private final Set<GroupRunner> running = new HashSet<>();
    /** No group may be taken; guarded by {@link #lock}. */
    private boolean reloading;

    private boolean started;
    private boolean caughtUp;
    private volatile boolean closed;

    /**
     * @param head where results go
     * @param source what queries look at: the head, or head and history as one
     * @param completeness tells up to when the head has all that was sent
     * @param state where alerts are remembered; has to be read before {@link #start}
     * @param producer for results of rules; shared, not closed here
     * @param writerId the one {@link io.vedette.collector.metrics.MetricsConsumer} was given
     * @param sink hears of alerts
     * @param nanos elapsed time in nanoseconds
     */
    public Evaluator(
            EvaluatorSettings settings,
            Head head,
            SeriesSource source,
            QueryEngine engine,
            Completeness completeness,
            StateStore state,
            Producer<byte[], byte[]> producer,
            String writerId,
            AlertSink sink,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.settings = settings;
        this.head = head;
        this.source = source;
        this.engine = engine;
        this.completeness = completeness;
        this.state = state;
        this.producer = producer;
        this.writerId = writerId;
        this.sink = sink;
        this.nanos = nanos;
        this.counts = new EvaluationMeters(meters);
        Gauge.builder("vedette_rules_evaluation_lag_seconds", this, Evaluator::lagSeconds)
                .description("How far the group that is furthest behind is behind the head.")
                .register(meters);
        for (int i = 0; i < settings.threads(); i++) {
            threads.add(new Thread(this::run, "rules-evaluate-" + i));
        }
    }

    /**
     * Puts rules in force. Groups that did not change go on; of those that did, alerts of rules that are the same are
     * kept; alerts of rules that are gone are resolved. May be called before {@link #start}.
     *
     * @param files checked already, so that what is in force is never replaced by something broken
     */
    public void reload(List<RuleFile> files) {
        lock.lock();
        try {
            reloading = true;
            while (!running.isEmpty()) {
                changedHands.awaitUninterruptibly();
            }
            replace(files);
        } finally {
            reloading = false;
            changedHands.signalAll();
            lock.unlock();
        }
    }

    private void replace(List<RuleFile> files) {
        Map<List<String>, GroupRunner> before = groups;
        Map<List<String>, GroupRunner> after = new LinkedHashMap<>();
        for (RuleFile file : files) {
            for (RuleFile.Group definition : file.groups()) {
                List<String> names = List.of(definition.file(), definition.name());
                GroupRunner old = before.get(names);
                if (old != null && old.definition().equals(definition)) {
                    after.put(names, old);
                } else {
                    GroupRunner fresh = runner(definition, old);
                    if (old != null) {
                        fresh.takeOver(old);
                    } else if (started) {
                        fresh.memory().load(KeptAlerts.read(state).records());
                        fresh.restore();
                    }
                    after.put(names, fresh);
                }
            }
        }
        groups = after;
        before.forEach((names, old) -> {
            if (!after.containsKey(names) && started) {
                end(old);
            }
        });
    }

    private void end(GroupRunner gone) {
        try {
            gone.end(completeness.completeUntil());
        } catch (StateException e) {
            counts.failed();
            LOG.error(
                    "group {} is gone, but its alerts are not: {}",
                    gone.definition().name(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private GroupRunner runner(RuleFile.Group definition, @Nullable GroupRunner before) {
        RuleResults results = new RuleResults(head, producer, writerId);
        RuleGroupContext context = new RuleGroupContext(
                source,
                engine,
                results,
                settings.defaultInterval(),
                Duration.ZERO,
                RESEND,
                settings.externalLabels(),
                settings.externalUrl(),
                nanos);
        GroupMemory memory =
                before == null ? new GroupMemory(definition.file(), definition.name(), state) : before.memory();
        return new GroupRunner(new RuleGroup(definition, context), results, memory, sink, settings.externalUrl());
    }

    /**
     * Takes up what was remembered and begins to evaluate, once the head is complete. Call once.
     *
     * @throws StateException if Kafka does not acknowledge that alerts of rules that are gone have ended; may be tried
     *     again
     */
    public void start() throws StateException {
        lock.lock();
        try {
            KeptAlerts kept = KeptAlerts.read(state);
            Set<String> present = new HashSet<>();
            groups.values().forEach(runner -> present.add(runner.memory().id()));
            List<AlertRecord> ended = kept.endOthers(present, state);
            for (GroupRunner runner : groups.values()) {
                runner.memory().load(kept.records());
                runner.restore();
            }
            sink.accept(ended.stream()
                    .flatMap(record -> record.routed(settings.externalUrl()).stream())
                    .toList());
            started = true;
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::start);
    }

    /** The groups as they stand, in the order of the files. */
    public List<GroupSnapshot> groups() {
        lock.lock();
        try {
            return groups.values().stream()
                    .map(runner -> runner.group().snapshot())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that was missed while no collector ran has been made up for. */
    public boolean isCaughtUp() {
        lock.lock();
        try {
            return caughtUp;
        } finally {
            lock.unlock();
        }
    }

    private double lagSeconds() {
        lock.lock();
        try {
            Instant completeUntil = completeness.completeUntil();
            long behindMillis = 0;
            for (GroupRunner runner : groups.values()) {
                if (runner.next().isAfter(Instant.EPOCH)) {
                    long millis = Duration.between(runner.next(), completeUntil).toMillis();
                    behindMillis = Math.max(behindMillis, millis);
                }
            }
            return behindMillis / 1000.0;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try {
                Optional<GroupRunner> taken = take();
                if (taken.isPresent()) {
                    evaluate(taken.get());
                } else {
                    completeness.awaitComplete(nextInstant(), IDLE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The group whose instant is the earliest, if the head is complete up to it. */
    private Optional<GroupRunner> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (reloading) {
                changedHands.await();
            }
            Instant completeUntil = completeness.completeUntil();
            if (!completeUntil.isAfter(Instant.EPOCH)) {
                return Optional.empty();
            }
            for (GroupRunner runner : groups.values()) {
                counts.skipped(runner.begin(completeUntil, settings.catchUp()));
            }
            tellCaughtUp();
            Optional<GroupRunner> due = groups.values().stream()
                    .filter(runner ->
                            !running.contains(runner) && !runner.next().isAfter(completeUntil))
                    .min(Comparator.comparing(GroupRunner::next));
            due.ifPresent(running::add);
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void tellCaughtUp() {
        if (!caughtUp && running.isEmpty() && groups.values().stream().allMatch(GroupRunner::isCaughtUp)) {
            caughtUp = true;
            sink.caughtUp();
        }
    }

    /** When there will be something to do; far in the future if only an evaluation's end can bring it. */
    private Instant nextInstant() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<Instant> earliest = groups.values().stream()
                    .filter(runner -> !running.contains(runner))
                    .map(GroupRunner::next)
                    .min(Comparator.naturalOrder());
            return earliest.filter(next -> next.isAfter(Instant.EPOCH))
                    .filter(next -> next.isAfter(completeness.completeUntil()))
                    .orElse(Instant.MAX);
        } finally {
            lock.unlock();
        }
    }

    private void evaluate(GroupRunner runner) throws InterruptedException {
        try {
            long start = nanos.getAsLong();
            GroupRunner.Pending pending = runner.evaluate();
            counts.evaluated(nanos.getAsLong() - start, pending.evaluation().failedRules());
            finish(runner, pending);
        } catch (RuntimeException e) {
            counts.failed();
            LOG.error(
                    "group {} of {} met a fault of ours",
                    runner.definition().name(),
                    runner.definition().file(),
                    e);
            runner.passOver();
        } finally {
            lock.lock();
            try {
                running.remove(runner);
                changedHands.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Without what came of this instant being kept, there is no next one: a restart would come to something else. */
    private void finish(GroupRunner runner, GroupRunner.Pending pending) throws InterruptedException {
        boolean told = false;
        while (!closed) {
            try {
                runner.finish(pending);
                return;
            } catch (StateException e) {
                counts.failed();
                if (!told) {
                    LOG.warn("group {}: {}; trying on", runner.definition().name(), e.getMessage());
                    told = true;
                }
                waitBeforeRetry();
            }
        }
    }

    /** Waking too early does no harm: it is only tried again sooner. */
    @SuppressWarnings("WaitNotInLoop")
    private void waitBeforeRetry() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!closed) {
                changedHands.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops evaluating; waits for evaluations that have begun. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            changedHands.signalAll();
        } finally {
            lock.unlock();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
