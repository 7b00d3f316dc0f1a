package io.mackerel.agent.platform.kubernetes;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet tells of all pods of its node. The answers grow with the node, so they come in pieces of bytes as they
 * arrive; cancelling one closes its connection. The read-only port wants no authorization.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface KubeletApi extends AutoCloseable {
    @GET
    @Path("/stats/summary")
    Multi<byte[]> statsSummary(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("only_cpu_and_memory") boolean onlyCpuAndMemory);

    @GET
    @Path("/pods")
    Multi<byte[]> pods(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization);

    @Override
    void close();
}
