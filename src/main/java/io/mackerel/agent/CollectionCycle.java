package io.mackerel.agent;

import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.metric.Baseline;
import io.mackerel.agent.metric.ContainerMetrics;
import io.mackerel.agent.metric.Measurement;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One collection: from the platform's samples to values in the outbox. Safe for use by several threads. */
final class CollectionCycle {
    private static final Logger LOG = Logger.getLogger(CollectionCycle.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Platform platform;
    private final Outbox outbox;
    private final Runnable added;
    private final LongSupplier nanoTime;
    private final RepeatedTrouble trouble;
    private final DroppedValues dropped;
    private final LeftOut leftOut;
    private final ReentrantLock lock = new ReentrantLock();
    private Baseline baseline = Baseline.EMPTY;
    private volatile @Nullable Long lastNanos;

    /**
     * @param added is run after values went into the outbox
     */
    CollectionCycle(Platform platform, Outbox outbox, Runnable added, LongSupplier nanoTime) {
        this.platform = platform;
        this.outbox = outbox;
        this.added = added;
        this.nanoTime = nanoTime;
        this.trouble = new RepeatedTrouble(LOG, "collecting metrics", nanoTime);
        this.dropped = new DroppedValues(nanoTime);
        this.leftOut = new LeftOut(LOG, nanoTime);
    }

    /** What a collection came to. */
    sealed interface Outcome {
        /**
         * @param complete whether asking again soon would yield no more
         */
        record Collected(boolean complete) implements Outcome {}

        record Failed() implements Outcome {}
    }

    Outcome collect() {
        return collect(LONGEST);
    }

    /**
     * Never throws for trouble of the platform, and takes {@code longest} at most, the wait for a collection that is under
     * way included.
     */
    Outcome collect(Duration longest) {
        Deadline deadline = Deadline.in(longest, nanoTime);
        try {
            if (!lock.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Outcome.Failed();
            }
            try {
                return collected(Bounded.call(platform::snapshot, deadline.remaining()));
            } finally {
                lock.unlock();
            }
        } catch (TimeoutException e) {
            trouble.occurred("time-out", "no answer within " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Outcome.Failed();
    }

    /** How long ago the last collection succeeded; null when none has. */
    @Nullable
    Duration sinceLast() {
        Long last = lastNanos;
        return last == null ? null : Duration.ofNanos(nanoTime.getAsLong() - last);
    }

    private Outcome collected(Snapshot snapshot) {
        if (snapshot.trouble() == null) {
            trouble.over();
        } else {
            trouble.occurred("platform", snapshot.trouble());
        }
        Measurement measurement = ContainerMetrics.between(baseline, snapshot);
        baseline = measurement.baseline();
        lastNanos = nanoTime.getAsLong();
        leftOut.of(snapshot.omissions());
        keep(measurement);
        return new Outcome.Collected(measurement.complete());
    }

    private void keep(Measurement measurement) {
        dropped.add(outbox.add(measurement.values()));
        LOG.debugf("collected: values=%d pending=%d", measurement.values().size(), outbox.size());
        added.run();
    }

    private void failed(@Nullable Throwable cause) {
        if (cause instanceof NotPermittedException) {
            trouble.occurred("permission", String.valueOf(cause.getMessage()));
        } else if (cause instanceof PlatformException) {
            trouble.occurred("platform", String.valueOf(cause.getMessage()));
        } else {
            trouble.occurred("unexpected", String.valueOf(cause));
            LOG.debug("an unexpected failure while collecting", cause);
        }
    }
}
