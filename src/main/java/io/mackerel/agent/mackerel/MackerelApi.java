package io.mackerel.agent.mackerel;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The part of the Mackerel API (https://mackerel.io/api-docs/) that the agent uses. Answers are Unis, since cancelling one
 * ends the request and lets go of its connection.
 */
@Path("/api/v0")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface MackerelApi extends AutoCloseable {
    @POST
    @Path("/hosts")
    Uni<HostIdResponse> createHost(HostRequest host);

    @PUT
    @Path("/hosts/{id}")
    Uni<HostIdResponse> updateHost(@PathParam("id") String id, HostRequest host);

    @GET
    @Path("/hosts/{id}")
    Uni<HostResponse> host(@PathParam("id") String id);

    @GET
    @Path("/hosts")
    Uni<HostsResponse> hosts(
            @QueryParam("customIdentifier") String customIdentifier, @QueryParam("status") List<String> statuses);

    @POST
    @Path("/hosts/{id}/status")
    @Nullable
    Uni<@Nullable SuccessResponse> setStatus(@PathParam("id") String id, StatusRequest status);

    @POST
    @Path("/hosts/{id}/retire")
    @Nullable
    Uni<@Nullable SuccessResponse> retire(@PathParam("id") String id, RetireRequest nothing);

    @POST
    @Path("/tsdb")
    @Nullable
    Uni<@Nullable SuccessResponse> postMetrics(List<MetricValueRequest> values);

    @Override
    void close();

    record HostIdResponse(@Nullable String id) {}

    record HostResponse(@Nullable HostEntry host) {}

    record HostsResponse(@Nullable List<@Nullable HostEntry> hosts) {}

    record HostEntry(@Nullable String id, @Nullable String customIdentifier, boolean isRetired) {}

    record SuccessResponse(@Nullable Boolean success) {}

    record StatusRequest(String status) {}

    /** The empty object that the call wants. */
    record RetireRequest() {}

    /** @param time epoch second */
    record MetricValueRequest(String hostId, String name, long time, double value) {}
}
