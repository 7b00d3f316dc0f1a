package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.config.EcsConfig;
import io.mackerel.agent.config.EcsSource;
import io.mackerel.agent.machine.Machine;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes sources ready to be asked. */
final class TaskSources {
    /** Where ECS has version 2 of the Task Metadata Endpoint, in every task of the network mode awsvpc. */
    private static final URI METADATA_V2 = URI.create("http://169.254.170.2/v2");

    /** Each well below the ten seconds that a collection takes at most; an Engine takes its time for statistics. */
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(5);

    /** For what is a hop away, or not there at all. */
    private static final Duration LINK_LOCAL_TIMEOUT = Duration.ofSeconds(1);

    private final EcsConfig config;
    private final Machine machine;
    private final Vertx vertx;
    private final Executor executor;

    TaskSources(EcsConfig config, Machine machine, Vertx vertx, Executor executor) {
        this.config = config;
        this.machine = machine;
        this.vertx = vertx;
        this.executor = executor;
    }

    /**
     * @param sources in the order in which they are tried
     */
    TaskSource of(List<EcsSource> sources) {
        return sources.size() == 1
                ? of(sources.getFirst())
                : new SourceSearch(sources.stream().map(this::of).toList(), executor, LINK_LOCAL_TIMEOUT);
    }

    private TaskSource of(EcsSource source) {
        return switch (source) {
            case V4 -> new MetadataSource(source, given(config.metadataUriV4()), METADATA_TIMEOUT);
            case V3 -> new MetadataSource(source, given(config.metadataUriV3()), METADATA_TIMEOUT);
            case V2 ->
                new MetadataSource(
                        source,
                        config.metadataUriV2() == null ? METADATA_V2 : config.metadataUriV2(),
                        METADATA_TIMEOUT);
            case INTROSPECTION ->
                new IntrospectionSource(
                        new IntrospectionClient(
                                config.introspectionUri(),
                                new InstanceMetadataClient(config.instanceMetadataUri(), LINK_LOCAL_TIMEOUT),
                                METADATA_TIMEOUT),
                        new DockerClient(config.dockerSocket(), ENGINE_TIMEOUT, vertx.nettyEventLoopGroup()),
                        new TaskCgroup(config.cgroupRoot()),
                        machine);
        };
    }

    private static URI given(@Nullable URI uri) {
        if (uri == null) {
            throw new IllegalArgumentException("a source without an address was chosen");
        }
        return uri;
    }
}
