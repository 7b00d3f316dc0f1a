package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.config.EcsSource;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

/** The Task Metadata Endpoint, which tells all of a task and asks for no rights. */
final class MetadataSource implements TaskSource {
    private final EcsSource version;
    private final URI endpoint;
    private final TaskMetadataClient client;

    /**
     * @param version any but {@code INTROSPECTION}
     * @param timeout for each answer
     */
    MetadataSource(EcsSource version, URI endpoint, Duration timeout) {
        this.version = version;
        this.endpoint = endpoint;
        this.client = version == EcsSource.V2
                ? TaskMetadataClient.version2(endpoint, timeout)
                : TaskMetadataClient.version3(endpoint, timeout);
    }

    @Override
    public String description() {
        return "source=" + version.name().toLowerCase(Locale.ROOT) + " endpoint=" + endpoint;
    }

    /** It asks for no rights. */
    @Override
    public void preflight() {}

    @Override
    public TaskResponse task() throws PlatformException {
        return client.task();
    }

    @Override
    public TaskReading reading(Predicate<ContainerResponse> wanted) throws PlatformException {
        return new TaskReading(client.task(), client.stats());
    }

    @Override
    public void close() {
        client.close();
    }
}
