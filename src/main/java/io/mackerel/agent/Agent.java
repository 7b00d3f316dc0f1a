package io.mackerel.agent;

import io.mackerel.agent.mackerel.MackerelClient;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The life of the agent, from the wait for its workload to the retirement of the host. */
public final class Agent {
    private static final Logger LOG = Logger.getLogger(Agent.class);

    private final Platform platform;
    private final Parts parts;
    private final StopSignal stop;
    private final Duration metricsInterval;
    private final Duration shutdownTimeout;
    private final Clocks clocks;

    /** What the life of the agent is made of. */
    record Parts(
            SteadyJobs jobs,
            CollectionCycle collection,
            DeliveryLoop delivery,
            HostCycle hostCycle,
            Shutdown shutdown,
            MackerelClient client) {}

    Agent(
            Platform platform,
            Parts parts,
            StopSignal stop,
            Duration metricsInterval,
            Duration shutdownTimeout,
            Clocks clocks) {
        this.platform = platform;
        this.parts = parts;
        this.stop = stop;
        this.metricsInterval = metricsInterval;
        this.shutdownTimeout = shutdownTimeout;
        this.clocks = clocks;
    }

    /** Runs until the agent is asked to end or cannot begin. A failed start retires nothing. */
    public ExitStatus run() throws InterruptedException {
        try (platform;
                MackerelClient _ = parts.client()) {
            return start();
        }
    }

    private ExitStatus start() throws InterruptedException {
        LOG.infof("platform found: %s", platform.description());
        Workload workload;
        try {
            workload = stop.unlessRequested(this::workload);
        } catch (ExecutionException e) {
            return ended(e.getCause());
        }
        if (workload == null) {
            LOG.info("asked to end before the workload ran");
            endInTime(ExitStatus.DONE);
            parts.shutdown().runEarly(timeLeft());
            return ExitStatus.DONE;
        }
        LOG.infof("workload runs: name=%s identity=%s", workload.hostName(), workload.identity());
        return monitor(workload);
    }

    /** Waits for it; null when the agent was asked to end. */
    private @Nullable Workload workload() throws PlatformException {
        platform.preflight();
        return new Startup(platform, stop, clocks.nanoTime()).awaitWorkload();
    }

    private static ExitStatus ended(@Nullable Throwable reason) {
        switch (reason) {
            case NotPermittedException denied ->
                LOG.errorf("the platform does not permit what the agent needs: %s", denied.getMessage());
            case PlatformException silence ->
                LOG.errorf("the platform does not answer, the agent ends: reason=%s", silence.getMessage());
            case null, default -> throw new IllegalStateException("an unexpected failure at the start", reason);
        }
        return ExitStatus.PLATFORM;
    }

    private ExitStatus monitor(Workload workload) throws InterruptedException {
        AtomicReference<@Nullable String> refusal = new AtomicReference<>();
        Thread hostCycle = Thread.ofVirtual().name("host").start(() -> {
            refusal.set(hostCycle());
            stop.request();
        });
        parts.delivery().start();
        CollectionSchedule schedule =
                new CollectionSchedule(parts.collection(), parts.jobs(), clocks, metricsInterval, workload.identity());
        Thread.ofVirtual().name("first-sample").start(schedule::start);
        while (!stop.pause(SteadyJobs.CHECK)) {
            parts.jobs().check();
        }
        return end(hostCycle, refusal.get());
    }

    private ExitStatus end(Thread hostCycle, @Nullable String refusal) throws InterruptedException {
        parts.jobs().cancelAll();
        if (refusal != null) {
            endInTime(ExitStatus.CONFIGURATION);
            LOG.errorf("Mackerel refused the host, the agent ends: reason=%s", refusal);
            return ExitStatus.CONFIGURATION;
        }
        endInTime(ExitStatus.DONE);
        LOG.infof("asked to end: time_left=%ds", timeLeft().toSeconds());
        parts.hostCycle().end();
        parts.shutdown().run(timeLeft(), hostCycle);
        return ExitStatus.DONE;
    }

    private Duration timeLeft() {
        Duration left = shutdownTimeout.minus(stop.age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whatever hangs after this, the process is gone when the time is up. */
    private void endInTime(ExitStatus status) {
        Duration left = timeLeft();
        Thread.ofPlatform().daemon().name("last-resort").start(() -> {
            try {
                Thread.sleep(left);
                Runtime.getRuntime().halt(status.code());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private @Nullable String hostCycle() {
        try {
            return parts.hostCycle().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
