package io.mackerel.agent.plugin;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.check.CheckStatus;
import io.mackerel.agent.config.CheckPluginConfig;
import io.mackerel.agent.plugin.CommandOutcome.Ended;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.Flooded;
import io.mackerel.agent.plugin.CommandOutcome.NotStarted;
import io.mackerel.agent.plugin.CommandOutcome.TimedOut;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** A command whose exit status says how something is. Two runs of it never overlap. */
public final class CheckPlugin {
    private static final Logger LOG = Logger.getLogger(CheckPlugin.class);
    private static final Pattern CONTROLS_BUT_NEW_LINES = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final CheckPluginConfig config;
    private final CommandGroup commands;
    private final UnaryOperator<String> masking;
    private final FailureText failure;
    private final StandardErrorLog standardError;
    private final AtomicBoolean isRunning = new AtomicBoolean();

    /**
     * @param masking replaces the secrets that are known in a text
     */
    public CheckPlugin(CheckPluginConfig config, CommandRunner runner, UnaryOperator<String> masking) {
        this.config = config;
        this.commands = runner.group();
        this.masking = masking;
        this.failure = new FailureText(config.timeout(), masking);
        this.standardError = new StandardErrorLog(LOG, "check plugin " + config.name(), runner.nanoTime(), masking);
    }

    public CheckPluginConfig config() {
        return config;
    }

    /**
     * Runs the command. Blocks for as long as {@link CommandRunner#run} does.
     *
     * @param at when the check began
     */
    public CheckRun run(Instant at) throws InterruptedException {
        if (!isRunning.compareAndSet(false, true)) {
            return new CheckRun.Busy();
        }
        try {
            return found(commands.run(config.command(), Map.of(), config.timeout()), at);
        } finally {
            isRunning.set(false);
        }
    }

    /** Begins to end what runs and what it left behind, without waiting for it; nothing is run from now on. */
    public void end() {
        commands.end();
    }

    private CheckRun found(CommandOutcome outcome, Instant at) {
        return switch (outcome) {
            case Exited exited -> found(exited, at);
            case TimedOut timedOut -> unknown(failure.of(timedOut), at);
            case Flooded flooded -> unknown(failure.of(flooded), at);
            case NotStarted notStarted -> unknown(failure.of(notStarted), at);
            case Ended _ -> new CheckRun.Ended();
        };
    }

    private CheckRun found(Exited exited, Instant at) {
        standardError.printed(exited.errors());
        return report(CheckStatus.ofExitStatus(exited.status()), message(exited.output()), at);
    }

    /** The service would take no NUL, and a terminal's colours are of no use there. */
    private String message(String output) {
        return CONTROLS_BUT_NEW_LINES
                .matcher(masking.apply(output))
                .replaceAll("")
                .strip();
    }

    private CheckRun unknown(String reason, Instant at) {
        return report(CheckStatus.UNKNOWN, reason, at);
    }

    private CheckRun report(CheckStatus status, String message, Instant at) {
        return new CheckRun.Found(new CheckReport(
                config.name(),
                status,
                message,
                at.getEpochSecond(),
                config.notificationInterval(),
                config.maxCheckAttempts()));
    }
}
