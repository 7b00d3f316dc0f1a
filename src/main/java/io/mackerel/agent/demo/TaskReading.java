package io.mackerel.agent.demo;

import java.time.Instant;
import java.util.List;

/**
 * The whole simulated task at one instant.
 *
 * @param at when the counters were read; at most one second before they were asked for
 * @param running false while the task is PENDING
 * @param seconds whole seconds since the containers started
 */
record TaskReading(
        TaskIdentity task,
        Instant startedAt,
        Instant at,
        boolean running,
        long seconds,
        List<ContainerReading> containers,
        Traffic traffic) {
    TaskReading {
        containers = List.copyOf(containers);
    }

    /** The containers that were restarted after {@code earlier} was read. */
    List<ContainerReading> restartedSince(TaskReading earlier) {
        return containers.stream()
                .filter(now -> earlier.containers().stream()
                        .anyMatch(then -> then.name().equals(now.name()) && then.restarts() < now.restarts()))
                .toList();
    }
}
