package io.mackerel.agent;

import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.plugin.ProbeOutcome;
import io.mackerel.agent.plugin.ReadinessProbe;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Waits until the readiness probe passes, if there is one. */
final class ReadinessWait {
    private static final Logger LOG = Logger.getLogger(ReadinessWait.class);

    private final Supplier<@Nullable ReadinessProbeConfig> config;
    private final Function<ReadinessProbeConfig, ReadinessProbe> probes;
    private final Pause pause;
    private @Nullable String lastReason;

    /**
     * @param config is looked at before each try: a reload may mend a probe that can never pass, or take it away
     */
    ReadinessWait(
            Supplier<@Nullable ReadinessProbeConfig> config,
            Function<ReadinessProbeConfig, ReadinessProbe> probes,
            Pause pause) {
        this.config = config;
        this.probes = probes;
        this.pause = pause;
    }

    /**
     * @return whether the agent was asked to end before the probe passed
     */
    boolean await() throws InterruptedException {
        ReadinessProbeConfig probe = config.get();
        Duration rest = probe == null ? Duration.ZERO : probe.initialDelay();
        while (probe != null) {
            if (pause.pause(rest)) {
                return true;
            }
            probe = config.get();
            if (probe != null && hasPassed(probe)) {
                return false;
            }
            rest = probe == null ? Duration.ZERO : probe.period();
        }
        return false;
    }

    private boolean hasPassed(ReadinessProbeConfig probe) throws InterruptedException {
        return switch (probes.apply(probe).attempt()) {
            case ProbeOutcome.Passed _ -> {
                LOG.info("the readiness probe passed");
                yield true;
            }
            case ProbeOutcome.Failed(String reason) -> {
                if (!reason.equals(lastReason)) {
                    LOG.infof("waiting for the readiness probe: reason=%s", reason);
                }
                lastReason = reason;
                yield false;
            }
        };
    }
}
