package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.mackerel.agent.platform.CounterDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a pod in a kubelet's stats summary (stats/v1alpha1) that is measured. Every field may be missing. */
@RegisterForReflection
record PodStatsResponse(List<ContainerStats> containers) {
    PodStatsResponse {
        containers = containers == null
                ? List.of()
                : containers.stream().filter(Objects::nonNull).toList();
    }

    /** @param startTime changes with each restart */
    record ContainerStats(
            @Nullable String name,
            @Nullable String startTime,
            @Nullable CpuStats cpu,
            @Nullable MemoryStats memory) {}

    /**
     * @param time when it was read; each container and the pod have times of their own
     * @param usageCoreNanoSeconds nanoseconds of CPU time since the container's start
     */
    record CpuStats(
            @Nullable String time,

            @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long usageCoreNanoSeconds) {}

    /**
     * @param time when it was read
     * @param workingSetBytes memory in use less inactive page cache
     */
    record MemoryStats(
            @Nullable String time,

            @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long workingSetBytes) {}
}
