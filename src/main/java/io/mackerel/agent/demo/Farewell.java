package io.mackerel.agent.demo;

import org.jspecify.annotations.Nullable;

/** The demo's last line. */
final class Farewell {
    private Farewell() {}

    static String of(@Nullable HostLine host) {
        if (host == null) {
            return "The demo is over. No host was registered.";
        }
        return "The demo is over. Host " + host.id() + (host.retired() ? " was retired." : " was not retired.");
    }
}
