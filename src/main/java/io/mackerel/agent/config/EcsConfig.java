package io.mackerel.agent.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of Amazon ECS.
 *
 * @param source the only source to use; absent: the first that is there
 * @param metadataUriV4 the task metadata endpoint, version 4, to which paths are appended as it stands
 * @param metadataUriV3 likewise, version 3
 * @param executionEnvironment {@code AWS_EXECUTION_ENV}; absent on ECS Anywhere
 */
public record EcsConfig(
        @Nullable EcsSource source,
        @Nullable URI metadataUriV4,
        @Nullable URI metadataUriV3,
        @Nullable String executionEnvironment) {}
