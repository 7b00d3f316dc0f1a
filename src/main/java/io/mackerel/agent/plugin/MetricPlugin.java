package io.mackerel.agent.plugin;

import io.mackerel.agent.config.MetricPluginConfig;
import io.mackerel.agent.plugin.CommandOutcome.Ended;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.Flooded;
import io.mackerel.agent.plugin.CommandOutcome.NotStarted;
import io.mackerel.agent.plugin.CommandOutcome.TimedOut;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** A command that prints metric values, and what its graphs look like. Two runs of it never overlap. */
public final class MetricPlugin {
    private static final Logger LOG = Logger.getLogger(MetricPlugin.class);
    private static final Map<String, String> GRAPHS_WANTED = Map.of("MACKEREL_AGENT_PLUGIN_META", "1");

    private final MetricPluginConfig config;
    private final CommandGroup commands;
    private final FailureText failure;
    private final Complaints complaints;
    private final StandardErrorLog standardError;
    private final AtomicBoolean isCollecting = new AtomicBoolean();
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * @param masking replaces the secrets that are known in a text
     */
    public MetricPlugin(MetricPluginConfig config, CommandRunner runner, UnaryOperator<String> masking) {
        this.config = config;
        this.commands = runner.group();
        this.failure = new FailureText(config.timeout(), masking);
        this.complaints = new Complaints(masking);
        this.standardError = new StandardErrorLog(LOG, "metric plugin " + config.name(), runner.nanoTime(), masking);
    }

    public MetricPluginConfig config() {
        return config;
    }

    /**
     * Runs the command, after a run for its graphs if one goes on. Blocks for as long as {@link CommandRunner#run} does.
     *
     * @param at when the collection began
     */
    public MetricRun collect(Instant at) throws InterruptedException {
        if (!isCollecting.compareAndSet(false, true)) {
            return new MetricRun.Busy();
        }
        try {
            return inTurn(Map.of(), outcome -> measured(outcome, at.getEpochSecond()));
        } finally {
            isCollecting.set(false);
        }
    }

    /** Runs the command once no other run of it goes on. Blocks for as long as {@link CommandRunner#run} does. */
    public GraphRun graphDefinitions() throws InterruptedException {
        return inTurn(GRAPHS_WANTED, this::defined);
    }

    /** Begins to end what runs and what it left behind, without waiting for it; nothing is run from now on. */
    public void end() {
        commands.end();
    }

    private interface Reading<T> {
        T read(CommandOutcome outcome);
    }

    private <T> T inTurn(Map<String, String> extraEnv, Reading<T> reading) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            return reading.read(commands.run(config.command(), extraEnv, config.timeout()));
        } finally {
            turn.unlock();
        }
    }

    private MetricRun measured(CommandOutcome outcome, long epochSecond) {
        return switch (outcome) {
            case Exited exited when exited.status() == 0 -> measured(exited, epochSecond);
            case Exited exited -> new MetricRun.Failed(failure.of(exited));
            case TimedOut timedOut -> new MetricRun.Failed(failure.of(timedOut));
            case Flooded flooded -> new MetricRun.Failed(failure.of(flooded));
            case NotStarted notStarted -> new MetricRun.Failed(failure.of(notStarted));
            case Ended _ -> new MetricRun.Ended();
        };
    }

    private MetricRun measured(Exited exited, long epochSecond) {
        standardError.printed(exited.errors());
        var values = MetricOutput.parse(exited.output(), exited.cut(), epochSecond, complaints);
        return new MetricRun.Measured(values, complaints.take());
    }

    private GraphRun defined(CommandOutcome outcome) {
        return switch (outcome) {
            case Exited exited when exited.status() == 0 -> defined(exited);
            case Exited exited -> new GraphRun.Failed(failure.of(exited));
            case TimedOut timedOut -> new GraphRun.Failed(failure.of(timedOut));
            case Flooded flooded -> new GraphRun.Failed(failure.of(flooded));
            case NotStarted notStarted -> new GraphRun.Failed(failure.of(notStarted));
            case Ended _ -> new GraphRun.Ended();
        };
    }

    private GraphRun defined(Exited exited) {
        standardError.printed(exited.errors());
        return switch (GraphOutput.parse(exited.output(), exited.cut(), complaints)) {
            case GraphOutput.Graphs(var definitions) -> new GraphRun.Defined(definitions, complaints.take());
            case GraphOutput.NoHeader() -> new GraphRun.None();
            case GraphOutput.Unusable(String reason) -> new GraphRun.Failed(reason);
        };
    }
}
