package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The ECS agent's Introspection API, which tells the tasks of an instance. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface IntrospectionApi extends AutoCloseable {
    @GET
    @Path("/metadata")
    Uni<InstanceResponse> metadata();

    /** The task of which a container has this id. */
    @GET
    @Path("/tasks")
    Uni<IntrospectedTaskResponse> task(@QueryParam("dockerid") String dockerId);

    @Override
    void close();

    record InstanceResponse(
            @JsonProperty("Cluster") @Nullable String cluster,
            @JsonProperty("Version") @Nullable String version) {}
}
