package io.mackerel.agent.platform.ecs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The EC2 instance metadata service, of which one address is wanted. */
@Path("/latest")
@Produces(MediaType.TEXT_PLAIN)
@RegisterRestClient
interface InstanceMetadataApi extends AutoCloseable {
    /** Version 2 of the service wants a token with each question. */
    @PUT
    @Path("/api/token")
    Uni<String> token(@HeaderParam("X-aws-ec2-metadata-token-ttl-seconds") int seconds);

    @GET
    @Path("/meta-data/local-ipv4")
    Uni<String> localIpv4(@HeaderParam("X-aws-ec2-metadata-token") @Nullable String token);

    @Override
    void close();
}
