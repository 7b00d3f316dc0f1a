package io.mackerel.agent.platform.ecs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Version 2, which ECS agents from 1.17.0 on serve to tasks of the network mode awsvpc. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface TaskMetadataV2Api extends TaskMetadataApi {
    @GET
    @Path("/metadata")
    @Override
    Uni<TaskResponse> task();

    @GET
    @Path("/stats")
    @Override
    Uni<Map<String, @Nullable DockerStatsResponse>> stats();

    @Override
    void close();
}
