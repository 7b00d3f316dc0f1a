package io.mackerel.agent;

import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Waits until the workload runs. */
final class Startup {
    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Platform platform;
    private final Pause stop;
    private final LongSupplier nanoTime;
    private @Nullable String lastReason;

    Startup(Platform platform, Pause stop, LongSupplier nanoTime) {
        this.platform = platform;
        this.stop = stop;
        this.nanoTime = nanoTime;
    }

    /**
     * A workload may take any time to start. A platform that has not answered once after 5 minutes does not answer for
     * good.
     *
     * @return null when the agent was asked to end
     * @throws PlatformException when the platform does not answer for good, or does not permit
     */
    @Nullable
    Workload awaitWorkload() throws PlatformException {
        Deadline patience = Deadline.in(PATIENCE, nanoTime);
        boolean answered = false;
        do {
            try {
                WorkloadState state = platform.state();
                answered = true;
                switch (state) {
                    case WorkloadState.Running(Workload workload) -> {
                        return workload;
                    }
                    case WorkloadState.Starting(String reason) -> waitingFor(reason);
                }
            } catch (NotPermittedException e) {
                throw e;
            } catch (PlatformException e) {
                if (!answered && patience.hasPassed()) {
                    throw e;
                }
                waitingFor(String.valueOf(e.getMessage()));
            }
        } while (!stop.pause(POLL));
        return null;
    }

    private void waitingFor(String reason) {
        if (!reason.equals(lastReason)) {
            LOG.infof("waiting until the workload runs: reason=%s", reason);
        }
        lastReason = reason;
    }
}
