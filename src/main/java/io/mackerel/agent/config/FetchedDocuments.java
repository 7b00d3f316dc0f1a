package io.mackerel.agent.config;

import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a remote document in the way of its kind. */
public final class FetchedDocuments implements RemoteDocuments {
    private final Vertx vertx;
    private final Map<String, String> environment;
    private @Nullable S3Documents s3;

    /**
     * @param environment says where S3 is
     */
    public FetchedDocuments(Vertx vertx, Map<String, String> environment) {
        this.vertx = vertx;
        this.environment = environment;
    }

    @Override
    public byte[] read(ConfigLocation.Remote location, ProxyConfig proxies) throws DocumentException {
        return switch (location) {
            case ConfigLocation.Web web -> new WebDocuments(vertx).read(web.uri(), proxies);
            case ConfigLocation.S3 object -> s3().read(object, proxies);
        };
    }

    /** Made when it is needed: it brings the AWS SDK in. */
    private synchronized S3Documents s3() {
        if (s3 == null) {
            s3 = new S3Documents(environment);
        }
        return s3;
    }
}
