package io.mackerel.agent;

import java.time.Duration;

/** A way to wait that ends early when the agent is to end. */
@FunctionalInterface
public interface Pause {
    /**
     * @return whether the agent is to end
     */
    boolean pause(Duration duration);
}
