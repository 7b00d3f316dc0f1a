package io.mackerel.agent;

import io.mackerel.agent.CollectionCycle.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * When to collect: at once, again every 5 s until the first values are there (30 s at most), then every interval, at an
 * offset that spreads agents started together.
 */
final class CollectionSchedule {
    private static final String EARLY = "first-values";
    private static final String REGULAR = "metrics";
    private static final Duration EARLY_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_EARLY = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(10);

    private final CollectionCycle cycle;
    private final Jobs jobs;
    private final Clocks clocks;
    private final Duration interval;
    private final String identity;

    /**
     * @param interval of a regular cycle, at least a second
     * @param identity of the workload, the source of its offset
     */
    CollectionSchedule(CollectionCycle cycle, Jobs jobs, Clocks clocks, Duration interval, String identity) {
        this.cycle = cycle;
        this.jobs = jobs;
        this.clocks = clocks;
        this.interval = interval;
        this.identity = identity;
    }

    void start() {
        Deadline patience = Deadline.in(LONGEST_EARLY, clocks.nanoTime());
        cycle.collect();
        Duration early = Collections.min(List.of(EARLY_INTERVAL, interval));
        jobs.every(EARLY, early, early, () -> collectEarly(patience));
    }

    private void collectEarly(Deadline patience) {
        Outcome outcome = cycle.collect();
        if (hasFirstValues(outcome) || patience.hasPassed()) {
            jobs.cancel(EARLY);
            Instant now = clocks.wall().instant();
            jobs.every(REGULAR, untilNext(now, interval, identity), interval, cycle::collect);
        }
    }

    private static boolean hasFirstValues(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Collected collected -> collected.complete();
            case Outcome.Failed _ -> false;
        };
    }

    /** Until the interval's offset, but never sooner than 10 s or one interval after {@code now}. */
    static Duration untilNext(Instant now, Duration interval, String identity) {
        long length = interval.toMillis();
        long offset = Math.floorMod(identity.hashCode(), length);
        long earliest =
                now.toEpochMilli() + Collections.min(List.of(REST, interval)).toMillis();
        long wait = Math.floorMod(offset - earliest, length);
        return Duration.ofMillis(earliest + wait - now.toEpochMilli());
    }
}
