package io.mackerel.agent.plugin;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.plugin.RunLife.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Runs commands within bounds of time, output and memory, and ends all that they start. Safe for use by several
 * threads.
 */
public final class CommandRunner {
    private static final Logger LOG = Logger.getLogger(CommandRunner.class);
    private static final int KILLING_ROUNDS = 2;

    private final ProcessTable table;
    private final LongSupplier nanoTime;
    private final String marker;
    private final RunRules rules;
    private final Reach reach;
    private final long firstTick;
    private final CommandGroup others = new CommandGroup(this);
    private final AtomicLong runs = new AtomicLong();
    private final Map<RunLife, CommandGroup> living = new ConcurrentHashMap<>();
    private volatile boolean isRefusing;

    /**
     * @param proc normally {@code /proc}
     * @param marker no other agent on this machine may have the same
     */
    public CommandRunner(Path proc, LongSupplier nanoTime, String marker) {
        this(proc, nanoTime, marker, RunRules.DEFAULT, new Reach(LOG, ProcessSignals.REAL));
    }

    CommandRunner(Path proc, LongSupplier nanoTime, String marker, RunRules rules, Reach reach) {
        this.table = new ProcessTable(proc);
        this.nanoTime = nanoTime;
        this.marker = marker;
        this.rules = rules;
        this.reach = reach;
        ProcessRow self = table.row(ProcessHandle.current().pid());
        this.firstTick = self == null ? 0 : self.startTicks();
    }

    /**
     * Blocks until the command has exited, or was ended when its time was up: 11 seconds later at most, even if it
     * cannot be ended. What it left behind goes on until then, without its output being read. An interrupt ends it, and
     * all it started.
     *
     * @param extraEnv what is added to the environment of the agent and the command's own
     */
    public CommandOutcome run(CommandConfig command, Map<String, String> extraEnv, Duration timeout)
            throws InterruptedException {
        return run(others, command, extraEnv, timeout);
    }

    /**
     * Ends all that runs and all that was left behind: SIGTERM, and SIGKILL to what is left after {@code grace}. Nothing
     * is run from now on. Blocks until none is left, for a second more than {@code grace} at most; an interrupt kills
     * at once.
     */
    public void endAll(Duration grace) {
        ProcessTree all = leaveAllToMe(grace);
        new Ending(all, nanoTime).end(grace, () -> living.keySet().stream().anyMatch(RunLife::isBeginning));
    }

    /** Kills all that runs and all that was left behind, without waiting. Nothing is run from now on. */
    public void killAll() {
        ProcessTree all = leaveAllToMe(Duration.ZERO);
        for (int round = 0; round < KILLING_ROUNDS; round++) {
            all.kill();
        }
    }

    CommandGroup group() {
        return new CommandGroup(this);
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    void end(CommandGroup group) {
        living.forEach((life, itsGroup) -> {
            if (itsGroup == group) {
                life.stop(Cause.AGENT);
            }
        });
    }

    /** The life is known before the group is asked whether it has ended, so that one of the two sees the other. */
    CommandOutcome run(CommandGroup group, CommandConfig command, Map<String, String> extraEnv, Duration timeout)
            throws InterruptedException {
        RunLife life = new RunLife(timeout, rules.killAfter(), nanoTime, living::remove);
        living.put(life, group);
        if (isRefusing || group.hasEnded()) {
            life.over();
            return new CommandOutcome.Ended();
        }
        RunMark mark = new RunMark(marker, runs.incrementAndGet());
        try {
            Process process = new CommandStart(command, rules.sudo()).start(extraEnv, mark);
            return attended(process, mark, life);
        } catch (IOException e) {
            life.over();
            return new CommandOutcome.NotStarted(Objects.requireNonNullElse(e.getMessage(), "not started"));
        }
    }

    private CommandOutcome attended(Process process, RunMark mark, RunLife life) throws InterruptedException {
        ProcessTree tree = ProcessTree.below(process.toHandle(), table, reach, mark.ofThisRun());
        life.begin(tree);
        boolean isAttended = false;
        try {
            CommandOutcome outcome = new CommandRun(process, tree, life, rules, nanoTime).attend();
            isAttended = true;
            return outcome;
        } finally {
            if (!isAttended) {
                life.stop(Cause.AGENT);
            }
        }
    }

    private ProcessTree leaveAllToMe(Duration longest) {
        isRefusing = true;
        Predicate<String> mark = RunMark.ofAnyRun(marker);
        ProcessTree all = new ProcessTree(table, reach, mark, firstTick);
        for (RunLife each : living.keySet()) {
            each.leaveToAnother(longest);
            ProcessTree tree = each.tree();
            if (tree != null) {
                all.addAll(tree);
            }
        }
        return all;
    }
}
