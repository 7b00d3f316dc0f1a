package io.mackerel.agent.platform.ecs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The Task Metadata Endpoint, versions 3 and 4, below the address that ECS puts into the container's environment. Answers
 * are Unis, since cancelling one ends the request and lets go of its connection.
 */
@Path("/task")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface TaskMetadataApi extends AutoCloseable {
    @GET
    Uni<TaskResponse> task();

    /** Docker's statistics by container id; null or an empty object for a container that has none. */
    @GET
    @Path("/stats")
    Uni<Map<String, @Nullable DockerStatsResponse>> stats();

    @Override
    void close();
}
