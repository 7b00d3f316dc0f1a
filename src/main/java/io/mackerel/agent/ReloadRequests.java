package io.mackerel.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Who wants the configuration to be read again. Safe for use by several threads; requests that come together are one. */
public final class ReloadRequests {
    private final Semaphore pending = new Semaphore(0);

    public void request() {
        pending.release();
    }

    /**
     * Blocks until somebody asks or the time is up.
     *
     * @param longest zero: no limit
     * @return whether somebody asked
     */
    boolean await(Duration longest) throws InterruptedException {
        boolean asked = true;
        if (longest.isZero()) {
            pending.acquire();
        } else {
            asked = pending.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
        }
        pending.drainPermits();
        return asked;
    }
}
