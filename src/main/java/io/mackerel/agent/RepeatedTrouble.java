package io.mackerel.agent;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs a failure that may go on for hours: a warning when it begins or changes its kind, then one every 10 minutes with
 * a count, and a line when it is over. Safe for use by several threads.
 */
final class RepeatedTrouble {
    private static final long REMINDER_NANOS = Duration.ofMinutes(10).toNanos();

    private final Logger log;
    private final String what;
    private final LongSupplier nanoTime;
    private @Nullable String kind;
    private long count;
    private long saidAt;

    /**
     * @param what fails, as in {@code "posting metrics"}
     */
    RepeatedTrouble(Logger log, String what, LongSupplier nanoTime) {
        this.log = log;
        this.what = what;
        this.nanoTime = nanoTime;
    }

    /**
     * @param newKind the same for failures that need no new line
     */
    synchronized void occurred(String newKind, String reason) {
        long now = nanoTime.getAsLong();
        count++;
        if (!newKind.equals(kind)) {
            log.warnf("%s failed: reason=%s", what, reason);
        } else if (now - saidAt >= REMINDER_NANOS) {
            log.warnf("%s still fails: times=%d reason=%s", what, count, reason);
        } else {
            log.debugf("%s failed again: times=%d reason=%s", what, count, reason);
            return;
        }
        kind = newKind;
        saidAt = now;
    }

    synchronized void over() {
        if (kind != null) {
            log.infof("%s works again: failures=%d", what, count);
            kind = null;
            count = 0;
        }
    }
}
