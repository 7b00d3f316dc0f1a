package io.mackerel.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Jobs that go on when the wall clock is set back. The Quarkus scheduler goes by the wall clock: set back an hour, it
 * would run nothing for an hour. Safe for use by several threads.
 */
final class SteadyJobs implements Jobs {
    /** How often {@link #check} is to be called. */
    static final Duration CHECK = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(SteadyJobs.class);
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Jobs jobs;
    private final Clocks clocks;
    private final Map<String, Job> known = new LinkedHashMap<>();
    private Instant wall;
    private long nanos;

    private record Job(long firstNanos, Duration interval, Runnable work) {
        /** Until the next run in the cadence that the job has had from the start. */
        Duration untilNext(long now) {
            long late = now - firstNanos;
            return Duration.ofNanos(late < 0 ? -late : interval.toNanos() - late % interval.toNanos());
        }
    }

    SteadyJobs(Jobs jobs, Clocks clocks) {
        this.jobs = jobs;
        this.clocks = clocks;
        this.wall = clocks.wall().instant();
        this.nanos = clocks.nanoTime().getAsLong();
    }

    @Override
    public synchronized void every(String name, Duration first, Duration interval, Runnable work) {
        known.put(name, new Job(clocks.nanoTime().getAsLong() + first.toNanos(), interval, work));
        jobs.every(name, first, interval, work);
    }

    @Override
    public synchronized void cancel(String name) {
        known.remove(name);
        jobs.cancel(name);
    }

    @Override
    public synchronized void cancelAll() {
        known.clear();
        jobs.cancelAll();
    }

    /** Starts all jobs anew when the wall clock was set back since the last check. */
    synchronized void check() {
        Instant wallNow = clocks.wall().instant();
        long nanosNow = clocks.nanoTime().getAsLong();
        Duration lost = Duration.ofNanos(nanosNow - nanos).minus(Duration.between(wall, wallNow));
        wall = wallNow;
        nanos = nanosNow;
        if (lost.compareTo(TOLERANCE) > 0) {
            LOG.infof("the clock was set back, the cycles start anew: seconds=%d", lost.toSeconds());
            known.forEach((name, job) -> {
                jobs.cancel(name);
                jobs.every(name, job.untilNext(nanosNow), job.interval(), job.work());
            });
        }
    }
}
