package io.mackerel.agent;

import io.mackerel.agent.metric.Snapshot.Omission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Tells of containers that are left out of collections: of each with its reason once, while it lasts, and of one that
 * comes and goes every 10 minutes at most.
 */
final class LeftOut {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<Omission, Long> told = new HashMap<>();

    LeftOut(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    void of(List<Omission> omissions) {
        long now = nanoTime.getAsLong();
        for (Omission each : omissions) {
            Logger.Level level = told.putIfAbsent(each, now) == null ? Logger.Level.INFO : Logger.Level.DEBUG;
            log.logf(level, "container left out of the collection: name=%s reason=%s", each.container(), each.reason());
        }
        told.entrySet().removeIf(line -> !omissions.contains(line.getKey()) && isLongAgo(now - line.getValue()));
    }

    private static boolean isLongAgo(long nanos) {
        return nanos >= BETWEEN_LINES.toNanos();
    }
}
