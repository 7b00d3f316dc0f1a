package io.mackerel.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** When to check: at once, then every interval, at an offset that spreads agents started together. */
final class CheckSchedule {
    private static final String NAME = "checks";

    private final CheckPlugins checks;
    private final Jobs jobs;
    private final Clocks clocks;
    private final Supplier<Duration> interval;
    private String identity = "";
    private boolean started;

    /**
     * @param interval of a cycle, at least a second
     */
    CheckSchedule(CheckPlugins checks, Jobs jobs, Clocks clocks, Supplier<Duration> interval) {
        this.checks = checks;
        this.jobs = jobs;
        this.clocks = clocks;
        this.interval = interval;
    }

    /**
     * @param identityOfWorkload the source of the offset
     */
    synchronized void start(String identityOfWorkload) {
        identity = identityOfWorkload;
        started = true;
        checks.begin(clocks.wall().instant());
        schedule();
    }

    /** The interval is another one now. */
    synchronized void restart() {
        if (started) {
            jobs.cancel(NAME);
            schedule();
        }
    }

    private void schedule() {
        Instant now = clocks.wall().instant();
        Duration each = interval.get();
        Duration first = CollectionSchedule.untilNext(now, each, identity);
        jobs.every(NAME, first, each, () -> checks.begin(clocks.wall().instant()));
    }
}
