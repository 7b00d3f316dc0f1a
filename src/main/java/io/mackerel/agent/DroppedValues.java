package io.mackerel.agent;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts the values that had to go because too many were pending, and says so at most once a minute. */
final class DroppedValues {
    private static final Logger LOG = Logger.getLogger(DroppedValues.class);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long unsaid;
    private @Nullable Long saidAt;

    DroppedValues(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void add(int count) {
        unsaid += count;
        long now = nanoTime.getAsLong();
        if (unsaid > 0 && (saidAt == null || now - saidAt >= MINUTE_NANOS)) {
            LOG.warnf("too many values are pending, the oldest were dropped: count=%d", unsaid);
            unsaid = 0;
            saidAt = now;
        }
    }
}
