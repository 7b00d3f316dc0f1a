package io.mackerel.agent.metric;

import org.jspecify.annotations.Nullable;

/**
 * What a container may use at most, after every fallback (task or pod, machine).
 *
 * @param cpuPercent cores × 100; null when unknown
 * @param memoryBytes null when unknown
 */
public record Limits(@Nullable Double cpuPercent, @Nullable Long memoryBytes) {
    public Limits {
        if (cpuPercent != null && !(cpuPercent > 0 && Double.isFinite(cpuPercent))) {
            throw new IllegalArgumentException("a CPU limit must be positive and finite: " + cpuPercent);
        }
        if (memoryBytes != null && memoryBytes <= 0) {
            throw new IllegalArgumentException("a memory limit must be positive: " + memoryBytes);
        }
    }
}
