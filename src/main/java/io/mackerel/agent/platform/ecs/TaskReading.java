package io.mackerel.agent.platform.ecs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source told of a task at one time.
 *
 * @param stats Docker's statistics by container id; null, or missing, for a container that has none
 * @param troubles by container id, why there are none, where that is known
 */
record TaskReading(TaskResponse task, Map<String, @Nullable DockerStatsResponse> stats, Map<String, String> troubles) {
    TaskReading(TaskResponse task, Map<String, @Nullable DockerStatsResponse> stats) {
        this(task, stats, Map.of());
    }
}
