package io.mackerel.agent;

import io.mackerel.agent.metric.Baseline;
import io.mackerel.agent.metric.ContainerMetrics;
import io.mackerel.agent.metric.Measurement;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One collection: from the platform's samples to values in the outbox, beside what others collect. Safe for use by several threads. */
final class CollectionCycle {
    private static final Logger LOG = Logger.getLogger(CollectionCycle.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Platform platform;
    private final Intake<MetricValue> values;
    private final Consumer<Instant> others;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final RepeatedTrouble trouble;
    private final LeftOut leftOut;
    private final ReentrantLock lock = new ReentrantLock();
    private Baseline baseline = Baseline.EMPTY;
    private volatile @Nullable Long lastNanos;

    /**
     * @param others collects from what else there is; must not block
     */
    CollectionCycle(Platform platform, Intake<MetricValue> values, Consumer<Instant> others, Clocks clocks) {
        this.platform = platform;
        this.values = values;
        this.others = others;
        this.wall = clocks.wall();
        this.nanoTime = clocks.nanoTime();
        this.trouble = new RepeatedTrouble(LOG, "collecting metrics", nanoTime);
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

    /** Collects from the platform and from all others. */
    Outcome collect() {
        Instant begun = wall.instant();
        others.accept(begun);
        return collect(begun, LONGEST);
    }

    /**
     * Collects from the platform alone. Never throws for trouble of the platform, and takes {@code longest} at most, the
     * wait for a collection that is under way included.
     */
    Outcome collectPlatform(Duration longest) {
        return collect(wall.instant(), longest);
    }

    Outcome collectPlatform() {
        return collectPlatform(LONGEST);
    }

    private Outcome collect(Instant begun, Duration longest) {
        Deadline deadline = Deadline.in(longest, nanoTime);
        try {
            if (!lock.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Outcome.Failed();
            }
            try {
                return collected(
                        Bounded.call(platform::snapshot, deadline.remaining()).begunAt(begun));
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
        values.add(measurement.values());
        return new Outcome.Collected(measurement.complete());
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
