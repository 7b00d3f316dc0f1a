package io.mackerel.agent;

import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.HostIdStore;
import java.util.Optional;

/** The place that the configuration in force names; the id moves with it. Safe for use by several threads. */
final class CurrentHostIdStore implements HostIdStore {
    private HostIdStore current;

    CurrentHostIdStore(HostIdStore first) {
        current = first;
    }

    synchronized void become(HostIdStore next) {
        Optional<HostId> id = current.load();
        id.ifPresent(next::save);
        current.forget();
        current = next;
    }

    @Override
    public synchronized Optional<HostId> load() {
        return current.load();
    }

    @Override
    public synchronized void save(HostId id) {
        current.save(id);
    }

    @Override
    public synchronized void forget() {
        current.forget();
    }
}
