package io.mackerel.agent.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of Amazon ECS.
 *
 * @param source the only source to use; absent: the first that is there
 * @param metadataUriV4 the task metadata endpoint, version 4, to which paths are appended as it stands
 * @param metadataUriV3 likewise, version 3
 * @param metadataUriV2 likewise, version 2; absent: the address that ECS gives it everywhere
 * @param introspectionUri the ECS agent's Introspection API; absent: on the instance that the container runs on
 * @param instanceMetadataUri the EC2 instance metadata service
 * @param dockerSocket the unix socket of the Docker Engine API
 * @param cgroupRoot where the instance's cgroups are mounted in the container
 * @param executionEnvironment {@code AWS_EXECUTION_ENV}; absent on ECS Anywhere
 */
public record EcsConfig(
        @Nullable EcsSource source,
        @Nullable URI metadataUriV4,
        @Nullable URI metadataUriV3,
        @Nullable URI metadataUriV2,
        @Nullable URI introspectionUri,
        URI instanceMetadataUri,
        Path dockerSocket,
        Path cgroupRoot,
        @Nullable String executionEnvironment) {

    /** Whether ECS itself says that this is one of its tasks. */
    boolean isTask() {
        return metadataUriV4 != null || metadataUriV3 != null;
    }

    /** Whether the user says how to ask ECS. */
    boolean isAddressed() {
        return source != null || metadataUriV2 != null || introspectionUri != null;
    }
}
