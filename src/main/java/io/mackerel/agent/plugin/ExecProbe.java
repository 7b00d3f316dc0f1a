package io.mackerel.agent.plugin;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.plugin.CommandOutcome.Ended;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.Flooded;
import io.mackerel.agent.plugin.CommandOutcome.NotStarted;
import io.mackerel.agent.plugin.CommandOutcome.TimedOut;
import io.mackerel.agent.plugin.ProbeOutcome.Failed;
import io.mackerel.agent.plugin.ProbeOutcome.Passed;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs a command, which succeeds with exit status 0. */
public final class ExecProbe implements ReadinessProbe {
    private final CommandConfig command;
    private final Duration timeout;
    private final CommandRunner runner;
    private final FailureText failure;

    /**
     * @param masking replaces the secrets that are known in a text
     */
    public ExecProbe(CommandConfig command, Duration timeout, CommandRunner runner, UnaryOperator<String> masking) {
        this.command = command;
        this.timeout = timeout;
        this.runner = runner;
        this.failure = new FailureText(timeout, masking);
    }

    /** Blocks for as long as {@link CommandRunner#run} does. */
    @Override
    public ProbeOutcome attempt() throws InterruptedException {
        return switch (runner.run(command, Map.of(), timeout)) {
            case Exited exited when exited.status() == 0 -> new Passed();
            case Exited exited -> new Failed(failure.of(exited));
            case TimedOut timedOut -> new Failed(failure.of(timedOut));
            case Flooded flooded -> new Failed(failure.of(flooded));
            case NotStarted notStarted -> new Failed(failure.of(notStarted));
            case Ended _ -> new Failed("the agent ends");
        };
    }
}
