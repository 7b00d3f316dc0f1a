package io.mackerel.agent.config;

/**
 * Where something listens.
 *
 * @param host a name or an address, IPv6 without brackets
 */
public record HostAndPort(String host, int port) {
    /** As it stands in a URL. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
