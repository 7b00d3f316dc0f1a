package io.mackerel.agent.platform.ecs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The Task Metadata Endpoint, versions 3 and 4, below the address that ECS puts into the container's environment. */
@Path("/task")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface TaskMetadataApi extends AutoCloseable {
    @GET
    TaskResponse task();

    /** Docker's statistics by container id; null or an empty object for a container that has none. */
    @GET
    @Path("/stats")
    Map<String, @Nullable DockerStatsResponse> stats();

    @Override
    void close();
}
