package io.mackerel.agent.platform.ecs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Versions 3 and 4, which are asked alike. */
@Path("/task")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface TaskMetadataV3Api extends TaskMetadataApi {
    @GET
    @Override
    Uni<TaskResponse> task();

    @GET
    @Path("/stats")
    @Override
    Uni<Map<String, @Nullable DockerStatsResponse>> stats();

    @Override
    void close();
}
