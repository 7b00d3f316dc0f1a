package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mackerel.agent.platform.ecs.TaskResponse.NetworkResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.PortResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the Introspection API says of a task. Every field may be missing, by version and time of life. */
record IntrospectedTaskResponse(
        @JsonProperty("Arn") @Nullable String arn,
        @JsonProperty("DesiredStatus") @Nullable String desiredStatus,
        @JsonProperty("KnownStatus") @Nullable String knownStatus,
        @JsonProperty("Family") @Nullable String family,
        @JsonProperty("Version") @Nullable String version,

        @JsonProperty("Containers") List<IntrospectedContainerResponse> containers) {
    IntrospectedTaskResponse {
        containers = Present.of(containers);
    }

    record IntrospectedContainerResponse(
            @JsonProperty("DockerId") @Nullable String dockerId,
            @JsonProperty("DockerName") @Nullable String dockerName,
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Image") @Nullable String image,
            @JsonProperty("ImageID") @Nullable String imageId,
            @JsonProperty("CreatedAt") @Nullable String createdAt,
            @JsonProperty("StartedAt") @Nullable String startedAt,
            @JsonProperty("Ports") List<PortResponse> ports,
            @JsonProperty("Networks") List<NetworkResponse> networks) {
        IntrospectedContainerResponse {
            ports = Present.of(ports);
            networks = Present.of(networks);
        }
    }
}
