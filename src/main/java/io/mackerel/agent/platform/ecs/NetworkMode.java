package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.ecs.TaskResponse.NetworkResponse;
import org.jspecify.annotations.Nullable;

/** Whose network stack a task uses, which decides where its traffic is read. */
enum NetworkMode {
    /** Each container has its own stack, behind a Docker bridge. */
    BRIDGE,
    /** All containers share one, and so does the agent: {@code host}, {@code awsvpc}. */
    SHARED,
    NONE,
    UNKNOWN;

    /** The first network of the first container that has one decides, containers that ECS adds included. */
    static NetworkMode of(TaskResponse task) {
        return task.containers().stream()
                .flatMap(container -> container.networks().stream())
                .findFirst()
                .map(NetworkResponse::networkMode)
                .map(NetworkMode::of)
                .orElse(UNKNOWN);
    }

    /**
     * Docker reports {@code default}, {@code bridge} or the name of a user-defined network for a bridge, and
     * {@code container:<id>} for the stack of another container, which is the agent's own, too.
     */
    private static NetworkMode of(@Nullable String mode) {
        return switch (mode) {
            case null -> UNKNOWN;
            case "" -> UNKNOWN;
            case "host", "awsvpc" -> SHARED;
            case "none" -> NONE;
            default -> mode.startsWith("container:") ? SHARED : BRIDGE;
        };
    }
}
