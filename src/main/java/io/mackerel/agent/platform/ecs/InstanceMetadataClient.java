package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.http.LogText;
import io.mackerel.agent.platform.PlatformException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the EC2 instance metadata service, version 2, and version 1 where that gives no token. */
final class InstanceMetadataClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(InstanceMetadataClient.class);

    private static final int TOKEN_SECONDS = 60;
    private static final Pattern DOTTED_QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

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
        if (!isAddress(address)) {
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

    private static boolean isAddress(String text) {
        try {
            return DOTTED_QUAD.matcher(text).matches() && InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
