package io.mackerel.agent.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens in other processes and threads. */
final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - begin > LONGEST.toNanos()) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(10);
        }
    }
}
