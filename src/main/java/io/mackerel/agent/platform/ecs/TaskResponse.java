package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.mackerel.agent.platform.CounterDeserializer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Task Metadata Endpoint says of a task. Every field may be missing, by version, platform and time of life.
 * Times are kept as sent.
 */
record TaskResponse(
        @JsonProperty("Cluster") @Nullable String cluster,
        @JsonProperty("TaskARN") @Nullable String taskArn,
        @JsonProperty("Family") @Nullable String family,
        @JsonProperty("Revision") @Nullable String revision,
        @JsonProperty("DesiredStatus") @Nullable String desiredStatus,
        @JsonProperty("KnownStatus") @Nullable String knownStatus,
        @JsonProperty("Limits") @Nullable LimitsResponse limits,
        @JsonProperty("PullStartedAt") @Nullable String pullStartedAt,
        @JsonProperty("PullStoppedAt") @Nullable String pullStoppedAt,
        @JsonProperty("ExecutionStoppedAt") @Nullable String executionStoppedAt,
        @JsonProperty("LaunchType") @Nullable String launchType,
        @JsonProperty("Containers") List<ContainerResponse> containers) {
    TaskResponse {
        containers = Present.of(containers);
    }

    /**
     * @param cpu of a task in vCPU; of a container in CPU shares, which limit nothing
     * @param memory in MiB; 0 when there is no limit
     */
    record LimitsResponse(
            @JsonProperty("CPU") @Nullable Double cpu,

            @JsonProperty("Memory") @JsonDeserialize(using = CounterDeserializer.class) @Nullable
            Long memory) {
        LimitsResponse {
            cpu = cpu != null && Double.isFinite(cpu) ? cpu : null;
        }

        /** From a limit in bytes, of which what is over a whole MiB is dropped: ECS knows no finer ones. */
        static LimitsResponse ofBytes(@Nullable Double cpu, @Nullable Long memory) {
            return new LimitsResponse(cpu, memory == null ? null : memory >> 20);
        }
    }

    record ContainerResponse(
            @JsonProperty("DockerId") @Nullable String dockerId,
            @JsonProperty("DockerName") @Nullable String dockerName,
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Image") @Nullable String image,
            @JsonProperty("ImageID") @Nullable String imageId,
            @JsonProperty("Ports") List<PortResponse> ports,
            @JsonProperty("Labels") @Nullable Map<String, @Nullable String> labels,
            @JsonProperty("DesiredStatus") @Nullable String desiredStatus,
            @JsonProperty("KnownStatus") @Nullable String knownStatus,
            @JsonProperty("ExitCode") @Nullable Integer exitCode,
            @JsonProperty("Limits") @Nullable LimitsResponse limits,
            @JsonProperty("CreatedAt") @Nullable String createdAt,
            @JsonProperty("StartedAt") @Nullable String startedAt,
            @JsonProperty("FinishedAt") @Nullable String finishedAt,
            @JsonProperty("Type") @Nullable String type,
            @JsonProperty("Networks") List<NetworkResponse> networks,

            @JsonProperty("Health") @JsonAlias("health") @Nullable
            HealthResponse health) {
        private static final String ORDINARY = "NORMAL";

        ContainerResponse {
            ports = Present.of(ports);
            networks = Present.of(networks);
        }

        /** Whether it is one of the task definition, not one that ECS added for its own use. */
        boolean isOrdinary() {
            return type == null || type.isEmpty() || type.equals(ORDINARY);
        }
    }

    record PortResponse(
            @JsonProperty("ContainerPort") @Nullable Integer containerPort,
            @JsonProperty("Protocol") @Nullable String protocol,
            @JsonProperty("HostPort") @Nullable Integer hostPort) {}

    record NetworkResponse(
            @JsonProperty("NetworkMode") @Nullable String networkMode,
            @JsonProperty("IPv4Addresses") List<String> ipv4Addresses,
            @JsonProperty("IPv6Addresses") List<String> ipv6Addresses) {
        NetworkResponse {
            ipv4Addresses = Present.of(ipv4Addresses);
            ipv6Addresses = Present.of(ipv6Addresses);
        }
    }

    record HealthResponse(
            @JsonProperty("status") @Nullable String status,
            @JsonProperty("statusSince") @Nullable String statusSince,
            @JsonProperty("exitCode") @Nullable Integer exitCode,
            @JsonProperty("output") @Nullable String output) {}
}
