package io.mackerel.agent.config;

import io.vertx.core.Vertx;

/** Reads a remote document in the way of its kind. */
public final class FetchedDocuments implements RemoteDocuments {
    private final Vertx vertx;

    public FetchedDocuments(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public byte[] read(ConfigLocation.Remote location, ProxyConfig proxies) throws DocumentException {
        return switch (location) {
            case ConfigLocation.Web web -> new WebDocuments(vertx).read(web.uri(), proxies);
            case ConfigLocation.S3 _ -> throw new DocumentException("cannot be fetched yet");
        };
    }
}
