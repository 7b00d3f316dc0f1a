package io.mackerel.agent;

import io.mackerel.agent.mackerel.MackerelClient;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.plugin.CommandRunner;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The life of the agent, from the wait for its workload to the retirement of the host. */
public final class Agent {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    /** What commands get between being asked to end and being killed. */
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

    private final Platform platform;
    private final Parts parts;
    private final StopSignal stop;
    private final LastResort lastResort;
    private final Supplier<Duration> shutdownTimeout;
    private final Clocks clocks;

    /** What the life of the agent is made of. */
    record Parts(
            ConfigReload reload,
            ReadinessWait readiness,
            Cycles cycles,
            Shutdown shutdown,
            CommandRunner commands,
            MackerelClient client) {}

    Agent(
            Platform platform,
            Parts parts,
            StopSignal stop,
            LastResort lastResort,
            Supplier<Duration> shutdownTimeout,
            Clocks clocks) {
        this.platform = platform;
        this.parts = parts;
        this.stop = stop;
        this.lastResort = lastResort;
        this.shutdownTimeout = shutdownTimeout;
        this.clocks = clocks;
    }

    /** Runs until the agent is asked to end or cannot begin. A failed start retires nothing. */
    public ExitStatus run() throws InterruptedException {
        lastResort.before(parts.commands()::killAll);
        Thread reload = Thread.ofVirtual().name("reload").start(parts.reload()::run);
        try (platform;
                MackerelClient _ = parts.client()) {
            return start(reload);
        } finally {
            reload.interrupt();
            parts.commands().killAll();
        }
    }

    private ExitStatus start(Thread reload) throws InterruptedException {
        LOG.infof("platform found: %s", platform.description());
        Workload workload;
        try {
            workload = stop.unlessRequested(this::workload);
        } catch (ExecutionException e) {
            return ended(e.getCause());
        }
        if (workload == null) {
            LOG.info("asked to end before the workload was ready");
            endInTime(ExitStatus.DONE);
            parts.shutdown().runEarly(timeLeft());
            return ExitStatus.DONE;
        }
        return monitor(workload, reload);
    }

    /** Waits for it, and until it is ready; null when the agent was asked to end. */
    private @Nullable Workload workload() throws PlatformException, InterruptedException {
        platform.preflight();
        Workload workload = new Startup(platform, stop, clocks.nanoTime()).awaitWorkload();
        if (workload == null) {
            return null;
        }
        LOG.infof("workload runs: name=%s identity=%s", workload.hostName(), workload.identity());
        return parts.readiness().await() ? null : workload;
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

    private ExitStatus monitor(Workload workload, Thread reload) throws InterruptedException {
        Thread hostThread = parts.cycles().start(workload, stop::request);
        while (!stop.pause(SteadyJobs.CHECK)) {
            parts.cycles().look();
        }
        // Nothing begins anew from here on.
        reload.interrupt();
        return end(hostThread);
    }

    private ExitStatus end(Thread hostThread) throws InterruptedException {
        String refusal = parts.cycles().refusal();
        ExitStatus status = refusal == null ? ExitStatus.DONE : ExitStatus.CONFIGURATION;
        endInTime(status);
        parts.cycles().end();
        Thread commands = endCommands();
        if (refusal == null) {
            LOG.infof("asked to end: time_left=%ds", timeLeft().toSeconds());
            parts.shutdown().run(timeLeft(), hostThread);
        } else {
            LOG.errorf("Mackerel refused the host, the agent ends: reason=%s", refusal);
        }
        commands.join(timeLeft());
        return status;
    }

    /** While the rest of the end goes on. */
    private Thread endCommands() {
        Duration grace = Collections.min(List.of(LONGEST_GRACE, timeLeft().dividedBy(3)));
        return Thread.ofVirtual()
                .name("end-commands")
                .start(() -> parts.commands().endAll(grace));
    }

    private Duration timeLeft() {
        Duration left = shutdownTimeout.get().minus(stop.age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whatever hangs after this, the process is gone when the time is up. */
    private void endInTime(ExitStatus status) {
        Duration left = timeLeft();
        Thread.ofPlatform().daemon().name("last-resort").start(() -> {
            try {
                Thread.sleep(left);
                lastResort.halt(status);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
