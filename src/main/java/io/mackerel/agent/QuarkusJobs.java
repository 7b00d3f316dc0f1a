package io.mackerel.agent;

import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The agent's jobs on the Quarkus scheduler, each run on a virtual thread. */
final class QuarkusJobs implements Jobs {
    private static final Logger LOG = Logger.getLogger(QuarkusJobs.class);

    private final Scheduler scheduler;

    QuarkusJobs(Scheduler scheduler) {
        this.scheduler = scheduler;
        scheduler.resume();
    }

    @Override
    public void every(String name, Duration first, Duration interval, Runnable work) {
        scheduler
                .newJob(name)
                .setDelayed(first.toString())
                .setInterval(interval.toString())
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> runSafely(name, work), true)
                .schedule();
    }

    @Override
    public void cancel(String name) {
        scheduler.unscheduleJob(name);
    }

    @Override
    public void cancelAll() {
        scheduler.pause();
    }

    private static void runSafely(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a cycle failed unexpectedly and goes on next time: name=%s", name);
        }
    }
}
