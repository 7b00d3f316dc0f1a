package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.EcsConfig;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.ecs.EcsPlatform;
import io.mackerel.agent.platform.ecs.SourceChoice;
import io.mackerel.agent.platform.kubernetes.KubernetesPlatform;
import io.mackerel.agent.platform.none.NoPlatform;
import io.vertx.core.Vertx;

/** The one place that picks the platform. */
public sealed interface PlatformSelection {
    record Selected(Platform platform) implements PlatformSelection {}

    /** @param message says what was looked for and what to do */
    record NotFound(String message, ExitStatus exit) implements PlatformSelection {}

    /**
     * @param filter of the containers
     * @param vertx whose event loops the platform's connections use
     */
    static PlatformSelection of(
            AgentConfig config, ContainerFilter filter, Machine machine, Clocks clocks, Vertx vertx) {
        return switch (config.platform().effective()) {
            case AUTO ->
                new NotFound(
                        "no platform was found: set is neither ECS_CONTAINER_METADATA_URI_V4 nor"
                                + " ECS_CONTAINER_METADATA_URI (Amazon ECS), nor KUBERNETES_SERVICE_HOST (Kubernetes),"
                                + " nor MACKEREL_ECS_SOURCE, MACKEREL_ECS_METADATA_V2_URI or"
                                + " MACKEREL_ECS_INTROSPECTION_URI; run the agent in a task or pod, or set"
                                + " MACKEREL_CONTAINER_PLATFORM, to ecs in a task without these variables, to none to"
                                + " try it out",
                        ExitStatus.PLATFORM);
            case ECS -> ecs(config, filter, machine, clocks, vertx);
            case KUBERNETES -> kubernetes(config, true, filter, machine, clocks, vertx);
            case EKS_FARGATE -> kubernetes(config, false, filter, machine, clocks, vertx);
            case NONE -> new Selected(new NoPlatform(machine, clocks.wall()));
        };
    }

    private static PlatformSelection kubernetes(
            AgentConfig config,
            boolean ownKubelet,
            ContainerFilter filter,
            Machine machine,
            Clocks clocks,
            Vertx vertx) {
        return new Selected(new KubernetesPlatform(
                config.platform().kubernetes(),
                ownKubelet,
                filter,
                machine,
                clocks.wall(),
                clocks.nanoTime(),
                vertx,
                Thread::startVirtualThread));
    }

    private static PlatformSelection ecs(
            AgentConfig config, ContainerFilter filter, Machine machine, Clocks clocks, Vertx vertx) {
        EcsConfig ecs = config.platform().ecs();
        return switch (SourceChoice.of(ecs)) {
            case SourceChoice.Impossible(String message) -> new NotFound(message, ExitStatus.PLATFORM);
            case SourceChoice.Chosen chosen ->
                new Selected(
                        EcsPlatform.of(chosen, ecs, filter, machine, clocks.wall(), vertx, Thread::startVirtualThread));
        };
    }
}
