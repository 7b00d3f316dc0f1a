package io.mackerel.agent.demo;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** What {@code /task/stats} of the Task Metadata Endpoint v4 says: Docker's stats, by container id. Pure. */
final class DockerStats {
    /** Fargate's containers are under cgroup v1, where this stands for "no limit". */
    private static final long UNLIMITED = 9_223_372_036_854_771_712L;

    private static final int ONLINE_CPUS = 2;
    private static final long NANOS = 1_000_000_000L;
    private static final long PACKET_BYTES = 900;

    private DockerStats() {}

    /** Nothing while the task is PENDING; an empty object for a container without stats yet. */
    static JsonObject of(TaskReading reading) {
        JsonObject json = new JsonObject();
        if (reading.running()) {
            reading.containers().forEach(container -> json.put(container.dockerId(), stats(reading, container)));
        }
        return json;
    }

    private static JsonObject stats(TaskReading reading, ContainerReading container) {
        if (!container.hasStats()) {
            return new JsonObject();
        }
        return new JsonObject()
                .put("read", reading.at().toString())
                .put("preread", reading.at().minusSeconds(1).toString())
                .put("cpu_stats", cpu(container.cpuNanos(), reading.seconds()))
                .put("precpu_stats", cpu(container.previousCpuNanos(), reading.seconds() - 1))
                .put("memory_stats", memory(container))
                .put("name", container.name())
                .put("id", container.dockerId())
                .put("networks", new JsonObject().put("eth1", counters(reading.traffic())))
                .put("network_rate_stats", rates(reading.traffic()));
    }

    private static JsonObject cpu(long nanos, long seconds) {
        JsonObject usage = new JsonObject()
                .put("total_usage", nanos)
                .put("usage_in_kernelmode", nanos / 6)
                .put("usage_in_usermode", nanos - nanos / 6);
        return new JsonObject()
                .put("cpu_usage", usage)
                .put("system_cpu_usage", (seconds + 600) * ONLINE_CPUS * NANOS)
                .put("online_cpus", ONLINE_CPUS);
    }

    private static JsonObject memory(ContainerReading container) {
        long anonymous = container.memoryBytes() - container.inactiveFileBytes();
        int limitMib = container.workload().memoryLimitMib();
        long limit = limitMib > 0 ? limitMib * 1024L * 1024L : UNLIMITED;
        JsonObject stats = new JsonObject();
        for (String scope : List.of("", "total_")) {
            stats.put(scope + "cache", container.inactiveFileBytes())
                    .put(scope + "rss", anonymous)
                    .put(scope + "active_file", 0)
                    .put(scope + "inactive_anon", anonymous)
                    .put(scope + "inactive_file", container.inactiveFileBytes());
        }
        return new JsonObject()
                .put("usage", container.memoryBytes())
                .put("max_usage", container.memoryBytes())
                .put("stats", stats.put("hierarchical_memory_limit", limit))
                .put("limit", limit);
    }

    private static JsonObject counters(Traffic traffic) {
        return new JsonObject()
                .put("rx_bytes", traffic.received())
                .put("rx_packets", traffic.received() / PACKET_BYTES)
                .put("rx_errors", 0)
                .put("rx_dropped", 0)
                .put("tx_bytes", traffic.sent())
                .put("tx_packets", traffic.sent() / PACKET_BYTES)
                .put("tx_errors", 0)
                .put("tx_dropped", 0);
    }

    private static JsonObject rates(Traffic traffic) {
        return new JsonObject()
                .put("rx_bytes_per_sec", (double) traffic.receivedPerSecond())
                .put("tx_bytes_per_sec", (double) traffic.sentPerSecond());
    }
}
