package io.mackerel.agent;

import io.mackerel.agent.CollectionCycle.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

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
    private final Supplier<Duration> interval;
    private String identity = "";
    private boolean regular;

    /**
     * @param interval of a regular cycle, at least a second
     */
    CollectionSchedule(CollectionCycle cycle, Jobs jobs, Clocks clocks, Supplier<Duration> interval) {
        this.cycle = cycle;
        this.jobs = jobs;
        this.clocks = clocks;
        this.interval = interval;
    }

    /**
     * @param identityOfWorkload the source of the offset
     */
    void start(String identityOfWorkload) {
        identity = identityOfWorkload;
        Deadline patience = Deadline.in(LONGEST_EARLY, clocks.nanoTime());
        cycle.collect();
        Duration early = Collections.min(List.of(EARLY_INTERVAL, interval.get()));
        jobs.every(EARLY, early, early, () -> collectEarly(patience));
    }

    private void collectEarly(Deadline patience) {
        Outcome outcome = cycle.collectPlatform();
        if (hasFirstValues(outcome) || patience.hasPassed()) {
            jobs.cancel(EARLY);
            beRegular();
        }
    }

    private synchronized void beRegular() {
        regular = true;
        Instant now = clocks.wall().instant();
        Duration each = interval.get();
        jobs.every(REGULAR, untilNext(now, each, identity), each, cycle::collect);
    }

    /** The interval is another one now. */
    synchronized void restart() {
        if (regular) {
            jobs.cancel(REGULAR);
            beRegular();
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
