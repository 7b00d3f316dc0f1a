package io.mackerel.agent.plugin;

import io.mackerel.agent.plugin.RunLife.Cause;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Attends to a command that was started until it has exited or was given up. */
final class CommandRun {
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Process process;
    private final ProcessTree tree;
    private final RunLife life;
    private final RunRules rules;
    private final LongSupplier nanoTime;

    CommandRun(Process process, ProcessTree tree, RunLife life, RunRules rules, LongSupplier nanoTime) {
        this.process = process;
        this.tree = tree;
        this.life = life;
        this.rules = rules;
        this.nanoTime = nanoTime;
    }

    /**
     * Blocks until then. The monitors keep the JDK from reading: when a process exits, it puts into memory all that
     * comes out of its pipes without a pause, and that has no end when something left behind floods them.
     */
    CommandOutcome attend() throws InterruptedException {
        InputStream output = process.getInputStream();
        InputStream errors = process.getErrorStream();
        synchronized (output) {
            synchronized (errors) {
                try (Pipes pipes = new Pipes(output, errors, rules.cut())) {
                    return attend(pipes);
                }
            }
        }
    }

    private CommandOutcome attend(Pipes pipes) throws InterruptedException {
        untilExited(pipes);
        if (life.cause() == null) {
            tree.look();
            untilOutputEnds(pipes);
            life.exited(tree);
        }
        pipes.takeRest();
        return outcome(pipes);
    }

    private void untilExited(Pipes pipes) throws InterruptedException {
        Pauses pauses = new Pauses(LONGEST_PAUSE_MILLIS);
        while (process.isAlive() && !life.isGivenUp()) {
            if (pipes.takeSome()) {
                pauses.restart();
            }
            stopIfTooMuch(pipes);
            process.waitFor(pauses.nextMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopIfTooMuch(Pipes pipes) {
        if (life.cause() != null) {
            return;
        }
        if (life.isTimeUp()) {
            life.stop(Cause.TIME_UP);
        } else if (pipes.total() > rules.flood()) {
            life.stop(Cause.FLOOD);
        }
    }

    /** Only what the command left behind can still print. */
    private void untilOutputEnds(Pipes pipes) throws InterruptedException {
        long begin = nanoTime.getAsLong();
        Pauses pauses = new Pauses(LONGEST_PAUSE_MILLIS);
        while (!tree.isGone()
                && life.cause() == null
                && nanoTime.getAsLong() - begin < rules.outputGrace().toNanos()) {
            pipes.takeSome();
            Thread.sleep(pauses.nextMillis());
            tree.look();
        }
    }

    private CommandOutcome outcome(Pipes pipes) {
        return switch (life.cause()) {
            case null -> new CommandOutcome.Exited(process.exitValue(), pipes.output(), pipes.isCut(), pipes.errors());
            case TIME_UP -> new CommandOutcome.TimedOut(pipes.output(), pipes.errors());
            case FLOOD -> new CommandOutcome.Flooded(pipes.errors());
            case AGENT -> new CommandOutcome.Ended();
        };
    }
}
