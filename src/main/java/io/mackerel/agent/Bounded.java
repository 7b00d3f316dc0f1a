package io.mackerel.agent;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work that may hang without hanging with it. */
final class Bounded {
    private Bounded() {}

    /**
     * @throws TimeoutException when the work takes longer; it is interrupted and left behind
     * @throws ExecutionException when the work fails
     */
    static <T> T call(Callable<T> work, Duration longest)
            throws TimeoutException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        try {
            return task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
