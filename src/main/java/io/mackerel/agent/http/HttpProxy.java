package io.mackerel.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * A proxy that is spoken to without encryption. It prints without user and password.
 *
 * @param host an IPv6 address stands without brackets
 * @param user absent: no login
 */
public record HttpProxy(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {
    @Override
    public String toString() {
        return HttpCall.authority(host, port);
    }
}
