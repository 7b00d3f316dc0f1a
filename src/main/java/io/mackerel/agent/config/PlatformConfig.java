package io.mackerel.agent.config;

/**
 * What is known of the platform before anyone asked it.
 *
 * @param kubernetesAround whether {@code KUBERNETES_SERVICE_HOST} is set, as it is in every pod
 */
public record PlatformConfig(PlatformChoice choice, boolean kubernetesAround, EcsConfig ecs) {}
