package io.mackerel.agent.platform.ecs;

import java.net.URI;

/**
 * The Task Metadata Endpoint that is read.
 *
 * @param version {@code v4} or {@code v3}
 */
public record EcsEndpoint(String version, URI uri) {}
