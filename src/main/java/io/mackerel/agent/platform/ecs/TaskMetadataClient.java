package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.PlatformException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the Task Metadata Endpoint, never through a proxy. */
final class TaskMetadataClient implements AutoCloseable {
    private final EcsEndpoint<TaskMetadataApi> endpoint;
    private final String taskPath;
    private final String statsPath;

    private TaskMetadataClient(EcsEndpoint<TaskMetadataApi> endpoint, String taskPath, String statsPath) {
        this.endpoint = endpoint;
        this.taskPath = taskPath;
        this.statsPath = statsPath;
    }

    /**
     * Versions 3 and 4, which are asked alike.
     *
     * @param uri the value of {@code ECS_CONTAINER_METADATA_URI_V4} or {@code ECS_CONTAINER_METADATA_URI}
     * @param timeout for a whole answer
     */
    static TaskMetadataClient version3(URI uri, Duration timeout) {
        return new TaskMetadataClient(new EcsEndpoint<>(TaskMetadataV3Api.class, uri, timeout), "/task", "/task/stats");
    }

    static TaskMetadataClient version2(URI uri, Duration timeout) {
        return new TaskMetadataClient(new EcsEndpoint<>(TaskMetadataV2Api.class, uri, timeout), "/metadata", "/stats");
    }

    TaskResponse task() throws PlatformException {
        return endpoint.ask(taskPath, TaskMetadataApi::task);
    }

    Map<String, @Nullable DockerStatsResponse> stats() throws PlatformException {
        return endpoint.ask(statsPath, TaskMetadataApi::stats);
    }

    /** Ends the questions that are still open. */
    @Override
    public void close() {
        endpoint.close();
    }
}
