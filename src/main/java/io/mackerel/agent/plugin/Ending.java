package io.mackerel.agent.plugin;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Ends a tree of processes: SIGTERM to all, SIGKILL to those that are left after a while. */
final class Ending {
    /** What is killed ends within this, unless the kernel itself holds it. */
    static final Duration KILLED = Duration.ofSeconds(1);

    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final ProcessTree tree;
    private final LongSupplier nanoTime;

    Ending(ProcessTree tree, LongSupplier nanoTime) {
        this.tree = tree;
        this.nanoTime = nanoTime;
    }

    /** Blocks until none is left, for {@code killAfter} and a second at most. An interrupt kills at once. */
    void end(Duration killAfter) {
        end(killAfter, () -> false);
    }

    /**
     * What begins while the others end may be what they clean up with: it is asked at half time only.
     *
     * @param isMoreComing whether processes that are not there yet may come
     */
    void end(Duration killAfter, BooleanSupplier isMoreComing) {
        Duration half = killAfter.dividedBy(2);
        boolean isInterrupted = false;
        try {
            tree.terminate();
            untilGone(half, tree::look, isMoreComing);
            tree.terminate();
            untilGone(half, tree::look, isMoreComing);
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        try {
            tree.kill();
            untilGone(KILLED, tree::kill, isMoreComing);
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilGone(Duration longest, Runnable look, BooleanSupplier isMoreComing) throws InterruptedException {
        long begin = nanoTime.getAsLong();
        Pauses pauses = new Pauses(LONGEST_PAUSE_MILLIS);
        while ((!tree.isGone() || isMoreComing.getAsBoolean()) && nanoTime.getAsLong() - begin < longest.toNanos()) {
            Thread.sleep(pauses.nextMillis());
            look.run();
        }
    }
}
