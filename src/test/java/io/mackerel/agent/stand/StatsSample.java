package io.mackerel.agent.stand;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * A reading of the Docker Engine beside what the container's cgroup said when it came.
 *
 * @param before Docker's reading before this one, of a missing node when this is the first
 */
record StatsSample(JsonNode docker, JsonNode before, Cgroup.Reading cgroup) {
    /** When Docker read its figures. */
    Instant read() {
        return Instant.parse(docker.path("read").textValue());
    }

    /** What Docker read, in percent of one core. */
    double cpuPercentSince(StatsSample earlier) {
        var usage = "/cpu_stats/cpu_usage/total_usage";
        var nanos = Duration.between(earlier.read(), read()).toNanos();
        return 100.0 * (docker.at(usage).longValue() - earlier.docker.at(usage).longValue()) / nanos;
    }

    /** What Docker read, in bytes, without the file pages that the kernel would give back first. */
    long memoryInUse() {
        var memory = docker.path("memory_stats");
        var files = memory.path("stats");
        var inactive = files.has("total_inactive_file") ? "total_inactive_file" : "inactive_file";
        return memory.path("usage").longValue() - files.path(inactive).longValue();
    }

    /** Bytes a second that came in or went out on all interfaces since the reading before; 0 without one. */
    double networkRate(String counter) {
        return before.isMissingNode() ? 0 : networkRateSince(new StatsSample(before, before, cgroup), counter);
    }

    /** Bytes a second that came in or went out on all interfaces since an earlier reading. */
    double networkRateSince(StatsSample earlier, String counter) {
        var since = Duration.between(earlier.read(), read());
        return 1e9 * (networkBytes(docker, counter) - networkBytes(earlier.docker, counter)) / since.toNanos();
    }

    boolean hasNetworks() {
        return docker.has("networks");
    }

    private static long networkBytes(JsonNode stats, String counter) {
        var sum = 0L;
        for (var network : stats.path("networks")) {
            sum += network.path(counter).longValue();
        }
        return sum;
    }
}
