package io.mackerel.agent.plugin;

import io.mackerel.agent.config.CommandConfig;
import java.time.Duration;
import java.util.Map;

/** The commands of one plugin, which end together. Safe for use by several threads. */
final class CommandGroup {
    private final CommandRunner runner;
    private volatile boolean hasEnded;

    CommandGroup(CommandRunner runner) {
        this.runner = runner;
    }

    /** See {@link CommandRunner#run}. */
    CommandOutcome run(CommandConfig command, Map<String, String> extraEnv, Duration timeout)
            throws InterruptedException {
        return runner.run(this, command, extraEnv, timeout);
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Begins to end what runs and what it left behind, without waiting for it; nothing is run from now on. */
    void end() {
        hasEnded = true;
        runner.end(this);
    }
}
