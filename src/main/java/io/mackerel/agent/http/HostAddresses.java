package io.mackerel.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/** Looks up names as the system does. */
public final class HostAddresses {
    private HostAddresses() {}

    /**
     * All addresses of {@code host}, at least one; fails with {@link UnknownHostException}. A look-up cannot be broken off,
     * and would hold the carrier of a virtual thread: it waits on one of Vert.x's threads for blocking work.
     *
     * @param host a name or an address, IPv6 without brackets
     */
    public static Future<List<InetAddress>> of(String host, Vertx vertx) {
        try {
            return Future.succeededFuture(List.of(InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException name) {
            return vertx.executeBlocking(() -> InetAddress.getAllByName(host), false)
                    .map(all -> List.of(Objects.requireNonNull(all)));
        }
    }
}
