package io.mackerel.agent;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the agent was asked to end; what waits, waits here, so that it ends at once. Safe for use by several threads. */
public final class StopSignal implements Pause {
    private final LongSupplier nanoTime;
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile long requestedAt;

    /**
     * @param nanoTime a monotonic clock
     */
    public StopSignal(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public synchronized void request() {
        if (!isRequested()) {
            requestedAt = nanoTime.getAsLong();
            requested.countDown();
        }
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** How long ago the agent was asked to end; zero when it was not. */
    Duration age() {
        return isRequested() ? Duration.ofNanos(nanoTime.getAsLong() - requestedAt) : Duration.ZERO;
    }

    /**
     * Runs work that may block for long, on a thread of its own, and gives it up when the agent is asked to end.
     *
     * @return null when the agent was asked to end
     * @throws ExecutionException when the work fails
     */
    public <T> @Nullable T unlessRequested(Callable<@Nullable T> work) throws ExecutionException, InterruptedException {
        FutureTask<@Nullable T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("until-stopped").start(task);
        Thread watch = Thread.ofVirtual().start(() -> cancelWhenRequested(task));
        try {
            return task.get();
        } catch (CancellationException asked) {
            return null;
        } finally {
            watch.interrupt();
        }
    }

    private void cancelWhenRequested(FutureTask<?> task) {
        try {
            requested.await();
            task.cancel(true);
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until the agent is asked to end. */
    public void await() throws InterruptedException {
        requested.await();
    }

    @Override
    public boolean pause(Duration duration) {
        try {
            return requested.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
