package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.HealthResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.LimitsResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.NetworkResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.PortResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task's metadata under the names that Mackerel shows: snake case, unknown keys absent. Pure. */
final class EcsCloudMetadata {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private EcsCloudMetadata() {}

    static Map<String, Object> of(String taskId, TaskResponse task) {
        return new EcsCloudMetadata()
                .with("cluster", task.cluster())
                .with("task", taskId)
                .with("task_arn", task.taskArn())
                .with("task_family", task.family())
                .with("task_version", task.revision())
                .with("desired_status", task.desiredStatus())
                .with("known_status", task.knownStatus())
                .with("pull_started_at", task.pullStartedAt())
                .with("pull_stopped_at", task.pullStoppedAt())
                .with("execution_stopped_at", task.executionStoppedAt())
                .with("limits", of(task.limits()))
                .with("containers", each(task.containers(), EcsCloudMetadata::of))
                .values;
    }

    private static Map<String, Object> of(ContainerResponse container) {
        return new EcsCloudMetadata()
                .with("docker_id", container.dockerId())
                .with("docker_name", container.dockerName())
                .with("name", container.name())
                .with("image", container.image())
                .with("image_id", container.imageId())
                .with("ports", each(container.ports(), EcsCloudMetadata::of))
                .with("labels", container.labels())
                .with("desired_status", container.desiredStatus())
                .with("known_status", container.knownStatus())
                .with("exit_code", container.exitCode())
                .with("limits", of(container.limits()))
                .with("created_at", container.createdAt())
                .with("started_at", container.startedAt())
                .with("finished_at", container.finishedAt())
                .with("type", container.type())
                .with("networks", each(container.networks(), EcsCloudMetadata::of))
                .with("health", of(container.health()))
                .values;
    }

    private static Map<String, Object> of(PortResponse port) {
        return new EcsCloudMetadata()
                .with("container_port", port.containerPort())
                .with("protocol", port.protocol())
                .with("host_port", port.hostPort())
                .values;
    }

    private static Map<String, Object> of(NetworkResponse network) {
        return new EcsCloudMetadata()
                .with("network_mode", network.networkMode())
                .with("ipv4_addresses", network.ipv4Addresses())
                .with("ipv6_addresses", network.ipv6Addresses())
                .values;
    }

    private static @Nullable Map<String, Object> of(@Nullable LimitsResponse limits) {
        return limits == null
                ? null
                : new EcsCloudMetadata().with("cpu", limits.cpu()).with("memory", limits.memory()).values;
    }

    private static @Nullable Map<String, Object> of(@Nullable HealthResponse health) {
        return health == null
                ? null
                : new EcsCloudMetadata()
                        .with("status", health.status())
                        .with("status_since", health.statusSince())
                        .with("exit_code", health.exitCode())
                        .with("output", health.output())
                        .values;
    }

    private static <T> List<Map<String, Object>> each(List<T> elements, Function<T, Map<String, Object>> mapping) {
        return elements.stream().map(mapping).toList();
    }

    /** Keeps the key only when there is something to say. */
    private EcsCloudMetadata with(String key, @Nullable Object value) {
        boolean empty = value == null
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
        if (!empty) {
            values.put(key, value);
        }
        return this;
    }
}
