package io.mackerel.agent.demo;

import java.time.Duration;

/**
 * What the demo simulates.
 *
 * @param containers 1 to 100
 * @param pending how long the task is PENDING after the start
 */
public record DemoOptions(int containers, Duration pending) {
    private static final int MOST_CONTAINERS = 100;

    public DemoOptions {
        if (containers < 1 || containers > MOST_CONTAINERS) {
            throw new IllegalArgumentException("containers must be 1 to " + MOST_CONTAINERS + ": " + containers);
        }
        if (pending.isNegative()) {
            throw new IllegalArgumentException("pending must not be negative: " + pending);
        }
    }

    /** Three containers, PENDING for a moment, so that the agent is seen waiting. */
    public static DemoOptions forPeople() {
        return new DemoOptions(3, Duration.ofMillis(1500));
    }

    /** So many containers, running from the start. */
    public static DemoOptions forMeasurement(int containers) {
        return new DemoOptions(containers, Duration.ZERO);
    }
}
