package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import java.util.Optional;

/** Where the id of the workload's host is kept between two runs of the agent. */
public interface HostIdStore {
    Optional<HostId> load();

    void save(HostId id);

    void forget();

    /** One that lasts as long as the process. */
    static HostIdStore inMemory() {
        return new HostIdStore() {
            private volatile Optional<HostId> current = Optional.empty();

            @Override
            public Optional<HostId> load() {
                return current;
            }

            @Override
            public void save(HostId id) {
                current = Optional.of(id);
            }

            @Override
            public void forget() {
                current = Optional.empty();
            }
        };
    }
}
