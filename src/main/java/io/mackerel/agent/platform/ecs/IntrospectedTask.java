package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.TimeStamp;
import io.mackerel.agent.platform.ecs.ContainerInspectResponse.ConfigResponse;
import io.mackerel.agent.platform.ecs.ContainerInspectResponse.EndpointResponse;
import io.mackerel.agent.platform.ecs.ContainerInspectResponse.HostConfigResponse;
import io.mackerel.agent.platform.ecs.ContainerInspectResponse.ProbeResponse;
import io.mackerel.agent.platform.ecs.ContainerInspectResponse.StateResponse;
import io.mackerel.agent.platform.ecs.IntrospectedTaskResponse.IntrospectedContainerResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.HealthResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.LimitsResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.NetworkResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task as the Task Metadata Endpoint would tell it, out of what the Introspection API, the Docker Engine and the task's
 * cgroup say. Pure.
 */
final class IntrospectedTask {
    private static final String NO_HEALTH_CHECK = "none";

    private IntrospectedTask() {}

    /**
     * @param inspected what the Docker Engine told, by container id; missing for a container that it does not know
     * @param limits the task's; null when it has none
     */
    static TaskResponse of(
            IntrospectedTaskResponse task,
            @Nullable String cluster,
            Map<String, ContainerInspectResponse> inspected,
            @Nullable LimitsResponse limits) {
        List<ContainerResponse> containers = task.containers().stream()
                .map(container -> container(container, inspected.get(String.valueOf(container.dockerId()))))
                .toList();
        return new TaskResponse(
                cluster,
                task.arn(),
                task.family(),
                task.version(),
                task.desiredStatus(),
                task.knownStatus(),
                limits,
                null,
                null,
                null,
                null,
                containers);
    }

    private static ContainerResponse container(
            IntrospectedContainerResponse listed, @Nullable ContainerInspectResponse inspected) {
        StateResponse state = of(inspected, ContainerInspectResponse::state);
        String status = of(state, StateResponse::status);
        boolean hasEnded = "exited".equals(status) || "dead".equals(status);
        String createdAt = of(inspected, ContainerInspectResponse::created);
        String startedAt = of(state, StateResponse::startedAt);
        return new ContainerResponse(
                listed.dockerId(),
                listed.dockerName(),
                listed.name(),
                listed.image(),
                listed.imageId(),
                listed.ports(),
                of(of(inspected, ContainerInspectResponse::config), ConfigResponse::labels),
                null,
                knownStatus(status),
                hasEnded ? of(state, StateResponse::exitCode) : null,
                limits(inspected),
                time(createdAt == null ? listed.createdAt() : createdAt),
                time(startedAt == null ? listed.startedAt() : startedAt),
                hasEnded ? time(of(state, StateResponse::finishedAt)) : null,
                null,
                inspected == null ? listed.networks() : networks(inspected),
                health(of(state, StateResponse::health)));
    }

    /** As sent; null for what is no time, Go's zero time above all, which stands for "never". */
    private static @Nullable String time(@Nullable String text) {
        return TimeStamp.parse(text) == null ? null : text;
    }

    /** Docker's word for the state of a container in ECS's words, as far as there are any. */
    private static @Nullable String knownStatus(@Nullable String status) {
        return switch (status) {
            case null -> null;
            case "exited", "dead" -> "STOPPED";
            default -> status.toUpperCase(Locale.ROOT);
        };
    }

    private static @Nullable LimitsResponse limits(@Nullable ContainerInspectResponse inspected) {
        if (inspected == null) {
            return null;
        }
        Long shares = of(inspected.hostConfig(), HostConfigResponse::cpuShares);
        Double cpu = shares == null || shares == 0 ? null : shares.doubleValue();
        return LimitsResponse.ofBytes(cpu, inspected.memoryLimit());
    }

    private static List<NetworkResponse> networks(ContainerInspectResponse inspected) {
        String mode = inspected.networkMode();
        return mode == null
                ? List.of()
                : List.of(new NetworkResponse(
                        mode,
                        addresses(inspected, EndpointResponse::ipAddress),
                        addresses(inspected, EndpointResponse::globalIpv6Address)));
    }

    private static List<String> addresses(
            ContainerInspectResponse inspected, Function<EndpointResponse, @Nullable String> address) {
        return inspected.networks().values().stream()
                .flatMap(endpoint -> Stream.ofNullable(address.apply(endpoint)))
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    private static @Nullable HealthResponse health(ContainerInspectResponse.@Nullable HealthResponse health) {
        String status = of(health, ContainerInspectResponse.HealthResponse::status);
        if (health == null || status == null || status.equals(NO_HEALTH_CHECK)) {
            return null;
        }
        ProbeResponse last = health.log().isEmpty() ? null : health.log().getLast();
        return new HealthResponse(
                status.toUpperCase(Locale.ROOT),
                null,
                of(last, ProbeResponse::exitCode),
                of(last, ProbeResponse::output));
    }

    private static <T, R> @Nullable R of(@Nullable T whole, Function<T, @Nullable R> part) {
        return whole == null ? null : part.apply(whole);
    }
}
