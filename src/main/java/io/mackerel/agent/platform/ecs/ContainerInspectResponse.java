package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.mackerel.agent.platform.CounterDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of what the Docker Engine tells of a container that ECS tells of it elsewhere. Every field may be missing. */
@RegisterForReflection
record ContainerInspectResponse(
        @JsonProperty("Created") @Nullable String created,
        @JsonProperty("State") @Nullable StateResponse state,

        @JsonProperty("HostConfig") @Nullable HostConfigResponse hostConfig,

        @JsonProperty("Config") @Nullable ConfigResponse config,

        @JsonProperty("NetworkSettings") @Nullable NetworkSettingsResponse networkSettings) {

    /** Whose network stack it uses: {@code default}, {@code bridge}, {@code host}, {@code none} or a network's name. */
    @Nullable
    String networkMode() {
        return hostConfig == null ? null : hostConfig.networkMode();
    }

    /** Its memory limit in bytes; null when there is none. */
    @Nullable
    Long memoryLimit() {
        Long memory = hostConfig == null ? null : hostConfig.memory();
        return memory == null || memory == 0 ? null : memory;
    }

    /** By the name of the network. */
    Map<String, EndpointResponse> networks() {
        return networkSettings == null ? Map.of() : networkSettings.networks();
    }

    @RegisterForReflection
    record StateResponse(
            @JsonProperty("Status") @Nullable String status,
            @JsonProperty("ExitCode") @Nullable Integer exitCode,
            @JsonProperty("StartedAt") @Nullable String startedAt,
            @JsonProperty("FinishedAt") @Nullable String finishedAt,
            @JsonProperty("Health") @Nullable HealthResponse health) {}

    /** @param status {@code none} when the container has no health check */
    @RegisterForReflection
    record HealthResponse(
            @JsonProperty("Status") @Nullable String status,
            @JsonProperty("Log") List<ProbeResponse> log) {
        HealthResponse {
            log = Present.of(log);
        }
    }

    /** A run of the health check; the last of them comes last. */
    @RegisterForReflection
    record ProbeResponse(
            @JsonProperty("ExitCode") @Nullable Integer exitCode,
            @JsonProperty("Output") @Nullable String output) {}

    /**
     * @param memory bytes; 0 when there is no limit
     * @param cpuShares 0 when they are the default
     */
    @RegisterForReflection
    record HostConfigResponse(
            @JsonProperty("NetworkMode") @Nullable String networkMode,

            @JsonProperty("Memory") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long memory,

            @JsonProperty("CpuShares") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long cpuShares) {}

    @RegisterForReflection
    record ConfigResponse(@JsonProperty("Labels") @Nullable Map<String, @Nullable String> labels) {}

    @RegisterForReflection
    record NetworkSettingsResponse(@JsonProperty("Networks") Map<String, EndpointResponse> networks) {
        NetworkSettingsResponse {
            networks = Present.of(networks);
        }
    }

    @RegisterForReflection
    record EndpointResponse(
            @JsonProperty("IPAddress") @Nullable String ipAddress,
            @JsonProperty("GlobalIPv6Address") @Nullable String globalIpv6Address) {}
}
