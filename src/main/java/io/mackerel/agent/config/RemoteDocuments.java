package io.mackerel.agent.config;

/** Reads configuration documents that lie elsewhere. */
@FunctionalInterface
public interface RemoteDocuments {
    /** More of a document is never read. */
    int LARGEST = 1024 * 1024;

    /**
     * Blocks, for some seconds at most; may be called from any thread.
     *
     * @return the document; when it is larger than {@link #LARGEST}, one byte more of it than that
     * @throws DocumentException when there is no document to be had
     */
    byte[] read(ConfigLocation.Remote location, ProxyConfig proxies) throws DocumentException;
}
