package io.mackerel.agent;

import io.mackerel.agent.host.HostId;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The host as long as Mackerel knows it. Safe for use by several threads. */
final class CurrentHost {
    private final AtomicReference<@Nullable HostId> id = new AtomicReference<>();

    @Nullable
    HostId get() {
        return id.get();
    }

    void set(HostId resolved) {
        id.set(resolved);
    }

    /** @return whether it was still the current one */
    boolean forget(HostId gone) {
        return id.compareAndSet(gone, null);
    }
}
