package io.mackerel.agent.config;

/** Reads a remote document in the way of its kind. */
public final class FetchedDocuments implements RemoteDocuments {
    @Override
    public byte[] read(ConfigLocation.Remote location, ProxyConfig proxies) throws DocumentException {
        throw new DocumentException("cannot be fetched yet");
    }
}
