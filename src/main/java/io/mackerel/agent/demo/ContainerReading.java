package io.mackerel.agent.demo;

import java.time.Instant;

/**
 * The counters of one simulated container at one instant.
 *
 * @param running false before the task runs; everything that counts is 0 then
 * @param restarts how often it was restarted
 * @param cpuNanos CPU time since the last start, in nanoseconds
 * @param previousCpuNanos the same one second before
 * @param memoryBytes usage as Docker counts it, page cache included
 * @param inactiveFileBytes the part of it that the kernel gives back first
 */
record ContainerReading(
        Workload workload,
        String dockerId,
        boolean running,
        Instant startedAt,
        int restarts,
        long cpuNanos,
        long previousCpuNanos,
        long memoryBytes,
        long inactiveFileBytes) {
    String name() {
        return workload.name();
    }

    /** In its first second a container has no stats yet, as on Fargate. */
    boolean hasStats() {
        return cpuNanos > 0;
    }
}
