package io.mackerel.agent.platform.kubernetes;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet tells of all pods of its node. The answers grow with the node, so their entities are streams, to be read
 * as they arrive. The read-only port wants no authorization.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface KubeletApi extends AutoCloseable {
    @GET
    @Path("/stats/summary")
    Response statsSummary(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("only_cpu_and_memory") boolean onlyCpuAndMemory);

    @GET
    @Path("/pods")
    Response pods(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization);

    @Override
    void close();
}
