package io.mackerel.agent.config;

import java.net.URI;

/** What an address must be before anything can be sent to it. */
final class HttpUrl {
    private static final int HIGHEST_PORT = 65_535;

    private HttpUrl() {}

    static boolean isHttp(URI uri) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        return http && uri.getHost() != null && (uri.getPort() == -1 || isPort(uri.getPort()));
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= HIGHEST_PORT;
    }
}
