package io.mackerel.agent.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must succeed before the agent begins.
 *
 * @param initialDelay before the first try
 * @param period between two tries
 * @param timeout of one try
 */
public record ReadinessProbeConfig(Action action, Duration initialDelay, Duration period, Duration timeout) {
    /** What one try does. */
    public sealed interface Action {}

    /** Succeeds with exit status 0. */
    public record Exec(CommandConfig command) implements Action {}

    /**
     * Succeeds with a status of 200 to 399.
     *
     * @param scheme {@code http} or {@code https}
     * @param host an IPv6 address stands without brackets
     * @param path begins with a slash; with the query, if there is one
     * @param proxy absent: a direct connection, whatever the environment says
     */
    public record Http(
            String scheme,
            String host,
            int port,
            String path,
            String method,
            List<Header> headers,
            @Nullable Proxy proxy)
            implements Action {
        public Http {
            headers = List.copyOf(headers);
        }

        /** Prints without the headers and without the query, which may hold secrets. */
        @Override
        public String toString() {
            return method + " " + scheme + "://" + new HostAndPort(host, port) + shownPath();
        }

        /** The query masked. */
        String shownPath() {
            int query = path.indexOf('?');
            return query < 0 ? path : path.substring(0, query) + "?****";
        }
    }

    /**
     * Succeeds when a connection can be made.
     *
     * @param host an IPv6 address stands without brackets
     */
    public record Tcp(String host, int port) implements Action {}

    /** One header of a request. It prints masked. */
    public record Header(String name, String value) {
        @Override
        public String toString() {
            return name + ": ****";
        }
    }
}
