package io.mackerel.agent.plugin;

import io.mackerel.agent.check.CheckReport;

/** What one run of a check plugin came to. */
public sealed interface CheckRun {
    record Found(CheckReport report) implements CheckRun {}

    /** The previous run goes on. */
    record Busy() implements CheckRun {}

    /** The agent ended the run, or did not begin it. */
    record Ended() implements CheckRun {}
}
