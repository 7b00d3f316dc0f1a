package io.mackerel.agent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the agent was asked to end; what waits, waits here, so that it ends at once. Safe for use by several threads. */
public final class StopSignal implements Pause {
    private final CountDownLatch requested = new CountDownLatch(1);

    public void request() {
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
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
