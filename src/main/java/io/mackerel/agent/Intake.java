package io.mackerel.agent;

import io.mackerel.agent.delivery.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way into an outbox. What has to go since too much is pending is counted, and told of at most once a minute. Safe for
 * use by several threads.
 */
final class Intake<T> {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final String what;
    private final Outbox<T> outbox;
    private final Runnable added;
    private final LongSupplier nanoTime;
    private long unsaid;
    private @Nullable Long saidAt;

    /**
     * @param what comes in, as in {@code "values"}
     * @param added is run after something went into the outbox
     */
    Intake(String what, Outbox<T> outbox, Runnable added, LongSupplier nanoTime) {
        this.what = what;
        this.outbox = outbox;
        this.added = added;
        this.nanoTime = nanoTime;
    }

    void add(Collection<T> items) {
        tell(outbox.add(items));
        LOG.debugf("collected: %s=%d pending=%d", what, items.size(), outbox.size());
        added.run();
    }

    private synchronized void tell(int dropped) {
        unsaid += dropped;
        long now = nanoTime.getAsLong();
        if (unsaid > 0 && (saidAt == null || now - saidAt >= MINUTE_NANOS)) {
            LOG.warnf("too many %s are pending, the oldest were dropped: count=%d", what, unsaid);
            unsaid = 0;
            saidAt = now;
        }
    }
}
