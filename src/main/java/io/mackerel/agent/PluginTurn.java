package io.mackerel.agent;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When a plugin is to run: every cycle, or in the first cycle after its own interval. */
final class PluginTurn {
    /** Cycles do not come to the millisecond. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final @Nullable Duration interval;
    private final LongSupplier nanoTime;
    private @Nullable Long last;

    /**
     * @param interval null: every cycle
     */
    PluginTurn(@Nullable Duration interval, LongSupplier nanoTime) {
        this.interval = interval;
        this.nanoTime = nanoTime;
    }

    /** Whether it is to run now, which is then taken as done. */
    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        if (interval != null
                && last != null
                && now - last < interval.minus(TOLERANCE).toNanos()) {
            return false;
        }
        last = now;
        return true;
    }
}
