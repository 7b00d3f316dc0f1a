package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.PlatformException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the ECS agent's Introspection API, never through a proxy. Safe for use by several threads.
 */
final class IntrospectionClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(IntrospectionClient.class);
    private static final int PORT = 51_678;

    private final @Nullable URI given;
    private final InstanceMetadataClient instance;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable EcsEndpoint<IntrospectionApi> endpoint;
    private volatile @Nullable String cluster;
    private boolean isClosed;

    /**
     * @param given its address; null: it is at its usual port of the instance
     * @param timeout for each answer
     */
    IntrospectionClient(@Nullable URI given, InstanceMetadataClient instance, Duration timeout) {
        this.timeout = timeout;
        this.given = given;
        this.instance = instance;
    }

    /** Where it is, as far as known. */
    String address() {
        return given == null ? "instance:" + PORT : given.toString();
    }

    IntrospectedTaskResponse task(String dockerId) throws PlatformException {
        return endpoint().ask("/v1/tasks?dockerid=" + dockerId, api -> api.task(dockerId));
    }

    /** The cluster that the instance is in, which does not change; null when it is not told. */
    @Nullable
    String cluster() {
        if (cluster == null) {
            try {
                cluster = endpoint()
                        .ask("/v1/metadata", IntrospectionApi::metadata)
                        .cluster();
            } catch (PlatformException e) {
                LOG.debugf("the cluster is not known: reason=%s", e.getMessage());
            }
        }
        return cluster;
    }

    @Override
    public void close() {
        instance.close();
        lock.lock();
        try {
            isClosed = true;
            EcsEndpoint<IntrospectionApi> connected = endpoint;
            if (connected != null) {
                connected.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private EcsEndpoint<IntrospectionApi> endpoint() throws PlatformException {
        lock.lock();
        try {
            if (isClosed) {
                throw new PlatformException("the Introspection API is not asked any more", null);
            }
            EcsEndpoint<IntrospectionApi> connected = endpoint;
            if (connected == null) {
                connected = new EcsEndpoint<>(IntrospectionApi.class, given == null ? found() : given, timeout);
                endpoint = connected;
            }
            return connected;
        } finally {
            lock.unlock();
        }
    }

    private URI found() throws PlatformException {
        try {
            return URI.create("http://" + instance.localIpv4() + ":" + PORT);
        } catch (PlatformException e) {
            throw new PlatformException(
                    "the instance's address, for the Introspection API, is not known: " + e.getMessage()
                            + "; set MACKEREL_ECS_INTROSPECTION_URI, in host network mode to http://127.0.0.1:" + PORT,
                    e);
        }
    }
}
