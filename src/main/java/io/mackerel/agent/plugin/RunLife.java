package io.mackerel.agent.plugin;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a run and what it started may live, and who ends it. It is over when nothing of it is left, which may be
 * later than its command's end. Safe for use by several threads.
 */
final class RunLife {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Why a run was ended before its command exited. */
    enum Cause {
        TIME_UP,
        FLOOD,
        AGENT
    }

    private final Duration killAfter;
    private final LongSupplier nanoTime;
    private final long deadline;
    private final Consumer<RunLife> whenOver;
    private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable ProcessTree tree;
    private volatile long givenUpAt;

    /**
     * @param timeout from now on
     */
    RunLife(Duration timeout, Duration killAfter, LongSupplier nanoTime, Consumer<RunLife> whenOver) {
        this.killAfter = killAfter;
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + timeout.toNanos();
        this.whenOver = whenOver;
    }

    /** The command runs. */
    void begin(ProcessTree begun) {
        tree = begun;
        if (cause() != null) {
            endInBackground(begun);
        }
    }

    /** Whether the command is still being started. */
    boolean isBeginning() {
        return tree == null;
    }

    @Nullable
    ProcessTree tree() {
        return tree;
    }

    @Nullable
    Cause cause() {
        return cause.get();
    }

    boolean isTimeUp() {
        return nanoTime.getAsLong() - deadline >= 0;
    }

    /** Whether enough was done to end the command, even if it still lives. */
    boolean isGivenUp() {
        return cause() != null && nanoTime.getAsLong() - givenUpAt >= 0;
    }

    /** Begins to end all that the run started; what is not there yet is ended as soon as it is. */
    void stop(Cause why) {
        mark(why, killAfter);
        ProcessTree begun = tree;
        if (begun != null) {
            endInBackground(begun);
        }
    }

    /** Somebody else ends all that the run started, and takes {@code longest} for it. */
    void leaveToAnother(Duration longest) {
        isEnding.set(true);
        mark(Cause.AGENT, longest);
    }

    private synchronized void mark(Cause why, Duration longest) {
        long at = nanoTime.getAsLong() + longest.plus(Ending.KILLED).toNanos();
        if (cause() == null || at - givenUpAt < 0) {
            givenUpAt = at;
        }
        cause.compareAndSet(null, why);
        stopped.countDown();
    }

    /** The command has exited. What it left behind may stay until the run's time is up. */
    void exited(ProcessTree begun) {
        if (!begun.isGone()) {
            Thread.ofVirtual().name("plugin-remains").start(() -> watch(begun));
        } else if (isEnding.compareAndSet(false, true)) {
            over();
        }
    }

    /** Nothing of the run is left. */
    void over() {
        whenOver.accept(this);
    }

    private void watch(ProcessTree begun) {
        try {
            while (!begun.isGone() && !isTimeUp() && !stopped.await(untilNextLook(), TimeUnit.NANOSECONDS)) {
                begun.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isEnding.compareAndSet(false, true)) {
            end(begun);
        }
    }

    private long untilNextLook() {
        return Math.clamp(deadline - nanoTime.getAsLong(), 0, BETWEEN_LOOKS.toNanos());
    }

    private void endInBackground(ProcessTree begun) {
        if (isEnding.compareAndSet(false, true)) {
            Thread.ofVirtual().name("plugin-ending").start(() -> end(begun));
        }
    }

    private void end(ProcessTree begun) {
        new Ending(begun, nanoTime).end(killAfter);
        over();
    }
}
