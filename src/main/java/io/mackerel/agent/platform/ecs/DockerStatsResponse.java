package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.mackerel.agent.platform.CounterDeserializer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a Docker statistics answer that is measured. Every field may be missing. */
record DockerStatsResponse(
        @Nullable String read,
        @JsonProperty("cpu_stats") @Nullable CpuStats cpuStats,
        @JsonProperty("memory_stats") @Nullable MemoryStats memoryStats,
        Map<String, NetworkStats> networks) {
    DockerStatsResponse {
        networks = Present.of(networks);
    }

    record CpuStats(@JsonProperty("cpu_usage") @Nullable CpuUsage cpuUsage) {}

    /** @param totalUsage nanoseconds of CPU time since the container's start */
    record CpuUsage(
            @JsonProperty("total_usage") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long totalUsage) {}

    /** @param usage bytes, page cache included */
    record MemoryStats(
            @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long usage,

            @Nullable MemoryDetails stats) {
        /**
         * Bytes in use less inactive page cache, as {@code docker stats} computes it (docker/cli, stats_helpers.go): the
         * cgroup v1 figure first, each only when it is smaller than the usage.
         */
        @Nullable
        Long used() {
            if (usage == null || stats == null) {
                return usage;
            }
            Long totalInactive = stats.totalInactiveFile();
            if (totalInactive != null && totalInactive < usage) {
                return usage - totalInactive;
            }
            Long inactive = stats.inactiveFile();
            return inactive != null && inactive < usage ? usage - inactive : usage;
        }
    }

    /**
     * @param totalInactiveFile cgroup v1: bytes of inactive page cache, child cgroups included
     * @param inactiveFile cgroup v2, and v1 without child cgroups
     */
    record MemoryDetails(
            @JsonProperty("total_inactive_file") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long totalInactiveFile,

            @JsonProperty("inactive_file") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long inactiveFile) {}

    record NetworkStats(
            @JsonProperty("rx_bytes") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long rxBytes,

            @JsonProperty("tx_bytes") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long txBytes) {}
}
