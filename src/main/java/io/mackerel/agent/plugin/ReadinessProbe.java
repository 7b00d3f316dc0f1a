package io.mackerel.agent.plugin;

/** Finds out whether the workload is ready. */
@FunctionalInterface
public interface ReadinessProbe {
    /** Blocks for a little more than the probe's time-out at most, or until a command that overran it has ended. */
    ProbeOutcome attempt() throws InterruptedException;
}
