package io.mackerel.agent.plugin;

/** Finds out whether the workload is ready. */
@FunctionalInterface
public interface ReadinessProbe {
    /** Blocks for as long as the probe's time-out at most, and a little. */
    ProbeOutcome attempt() throws InterruptedException;
}
