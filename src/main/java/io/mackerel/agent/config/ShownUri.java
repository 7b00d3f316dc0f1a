package io.mackerel.agent.config;

import java.net.URI;

/** An address as it may be printed: the user and the query are masked, a password or a signature may stand there. */
final class ShownUri {
    private static final String MASK = "****";

    private ShownUri() {}

    /**
     * @param uri with a host
     */
    static String of(URI uri) {
        return uri.getScheme() + "://"
                + (uri.getRawUserInfo() == null ? "" : MASK + "@")
                + uri.getHost()
                + (uri.getPort() == -1 ? "" : ":" + uri.getPort())
                + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + MASK);
    }
}
