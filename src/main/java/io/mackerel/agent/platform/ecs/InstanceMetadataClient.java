package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.config.IpLiteral;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.platform.PlatformException;
import java.net.Inet4Address;
import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the EC2 instance metadata service, version 2, and version 1 where that gives no token. */
final class InstanceMetadataClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(InstanceMetadataClient.class);

    private static final int TOKEN_SECONDS = 60;

    private final EcsEndpoint<InstanceMetadataApi> endpoint;

    /**
     * @param timeout for each answer
     */
    InstanceMetadataClient(URI uri, Duration timeout) {
        this.endpoint = new EcsEndpoint<>(InstanceMetadataApi.class, uri, timeout);
    }

    /** The instance's private IPv4 address. */
    String localIpv4() throws PlatformException {
        String token = token();
        String address = endpoint.ask("/latest/meta-data/local-ipv4", api -> api.localIpv4(token))
                .strip();
        if (!(IpLiteral.parse(address) instanceof Inet4Address)) {
            throw new PlatformException(
                    "the EC2 instance metadata service told no address: " + LogText.line(address), null);
        }
        return address;
    }

    @Override
    public void close() {
        endpoint.close();
    }

    /** Null where version 2 does not answer: it lets its answer make one hop only, by default, and a bridge is another. */
    private @Nullable String token() {
        try {
            return endpoint.ask("/latest/api/token", api -> api.token(TOKEN_SECONDS))
                    .strip();
        } catch (PlatformException e) {
            LOG.debugf("no token of the EC2 instance metadata service: reason=%s", e.getMessage());
            return null;
        }
    }
}
