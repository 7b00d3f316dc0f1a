package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.EcsConfig;
import io.mackerel.agent.config.EcsSource;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.ecs.EcsEndpoint;
import io.mackerel.agent.platform.ecs.EcsPlatform;
import io.mackerel.agent.platform.kubernetes.KubernetesPlatform;
import io.mackerel.agent.platform.none.NoPlatform;
import io.vertx.core.Vertx;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one place that picks the platform. */
public sealed interface PlatformSelection {
    record Selected(Platform platform) implements PlatformSelection {}

    /** @param message says what was looked for and what to do */
    record NotFound(String message, ExitStatus exit) implements PlatformSelection {}

    /**
     * @param vertx whose event loops the platform's connections use
     */
    static PlatformSelection of(AgentConfig config, Machine machine, Clocks clocks, Vertx vertx) {
        return switch (config.platform().effective()) {
            case AUTO ->
                new NotFound(
                        "no platform was found: neither ECS_CONTAINER_METADATA_URI_V4 nor ECS_CONTAINER_METADATA_URI"
                                + " (Amazon ECS) nor KUBERNETES_SERVICE_HOST (Kubernetes) is set; run the agent in a"
                                + " task or pod, or set MACKEREL_CONTAINER_PLATFORM, to none to try it out",
                        ExitStatus.PLATFORM);
            case ECS -> ecs(config, machine, clocks);
            case KUBERNETES -> kubernetes(config, true, machine, clocks, vertx);
            case EKS_FARGATE -> kubernetes(config, false, machine, clocks, vertx);
            case NONE -> new Selected(new NoPlatform(machine, clocks.wall()));
        };
    }

    private static PlatformSelection kubernetes(
            AgentConfig config, boolean ownKubelet, Machine machine, Clocks clocks, Vertx vertx) {
        return new Selected(new KubernetesPlatform(
                config.platform().kubernetes(),
                ownKubelet,
                new ContainerFilter(config.ignoreContainer()),
                machine,
                clocks.wall(),
                clocks.nanoTime(),
                vertx,
                Thread::startVirtualThread));
    }

    private static PlatformSelection ecs(AgentConfig config, Machine machine, Clocks clocks) {
        EcsConfig ecs = config.platform().ecs();
        if (ecs.source() == EcsSource.V2 || ecs.source() == EcsSource.INTROSPECTION) {
            return notYet("MACKEREL_ECS_SOURCE=" + ecs.source().name().toLowerCase(Locale.ROOT));
        }
        EcsEndpoint endpoint = endpoint(ecs);
        return endpoint == null
                ? new NotFound(
                        "no Task Metadata Endpoint was found: set are neither ECS_CONTAINER_METADATA_URI_V4 nor"
                                + " ECS_CONTAINER_METADATA_URI, as far as MACKEREL_ECS_SOURCE lets them count; the ECS"
                                + " agent sets them in every container from its version 1.21.0 on",
                        ExitStatus.PLATFORM)
                : new Selected(new EcsPlatform(
                        endpoint,
                        ecs.executionEnvironment(),
                        new ContainerFilter(config.ignoreContainer()),
                        machine,
                        clocks.wall()));
    }

    private static @Nullable EcsEndpoint endpoint(EcsConfig ecs) {
        if (ecs.metadataUriV4() != null && ecs.source() != EcsSource.V3) {
            return new EcsEndpoint("v4", ecs.metadataUriV4());
        }
        return ecs.metadataUriV3() != null && ecs.source() != EcsSource.V4
                ? new EcsEndpoint("v3", ecs.metadataUriV3())
                : null;
    }

    private static NotFound notYet(String what) {
        return new NotFound(what + " is not supported by this version of the agent", ExitStatus.PLATFORM);
    }
}
