package io.mackerel.agent.platform.ecs;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Task Metadata Endpoint, below the address that ECS gives it. Answers are Unis, since cancelling one ends the
 * request and lets go of its connection.
 */
interface TaskMetadataApi extends AutoCloseable {
    Uni<TaskResponse> task();

    /** Docker's statistics by container id; null or an empty object for a container that has none. */
    Uni<Map<String, @Nullable DockerStatsResponse>> stats();

    @Override
    void close();
}
