package io.mackerel.agent.metric;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one container.
 *
 * @param id together with {@code startedAt} tells one run of the container from the next
 * @param startedAt null when the source does not tell
 * @param cpuNanos CPU time used since the start, in nanoseconds; null when absent or absurd
 * @param memoryBytes memory in use; null when absent or absurd
 * @param interfaces those that this container has for itself; empty when containers share a network stack
 */
public record ContainerSample(
        String id,
        ContainerName name,
        @Nullable Instant startedAt,
        @Nullable Reading cpuNanos,
        @Nullable Reading memoryBytes,
        Limits limits,
        List<InterfaceSample> interfaces) {
    public ContainerSample {
        interfaces = List.copyOf(interfaces);
    }
}
