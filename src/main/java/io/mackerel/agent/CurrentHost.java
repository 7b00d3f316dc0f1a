package io.mackerel.agent;

import io.mackerel.agent.host.HostId;
import org.jspecify.annotations.Nullable;

/** The host as long as Mackerel knows it. Safe for use by several threads. */
final class CurrentHost {
    private @Nullable HostId id;

    synchronized @Nullable HostId get() {
        return id;
    }

    synchronized void set(HostId resolved) {
        id = resolved;
    }

    /** Does nothing when another host is the current one by now. */
    synchronized void forget(HostId gone) {
        if (gone.equals(id)) {
            id = null;
        }
    }
}
