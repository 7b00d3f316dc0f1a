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

    /** Bytes a second that came in or went out on all interfaces since the reading before; 0 without one. */
    double networkRate(String counter) {
        if (before.isMissingNode()) {
            return 0;
        }
        var since = Duration.between(Instant.parse(before.path("read").textValue()), read());
        return 1e9 * (networkBytes(docker, counter) - networkBytes(before, counter)) / since.toNanos();
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
