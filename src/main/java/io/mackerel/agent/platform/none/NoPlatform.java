package io.mackerel.agent.platform.none;

import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.time.InstantSource;
import java.util.List;

/** The machine itself as a host without containers: nothing is measured, and it has no identity to be found by. */
public final class NoPlatform implements Platform {
    private final Machine machine;
    private final InstantSource clock;

    public NoPlatform(Machine machine, InstantSource clock) {
        this.machine = machine;
        this.clock = clock;
    }

    @Override
    public String description() {
        return "platform=none";
    }

    @Override
    public void preflight() {}

    @Override
    public WorkloadState state() {
        return new WorkloadState.Running(workload());
    }

    @Override
    public Workload workload() {
        return new Workload(machine.hostName(), null, null);
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(clock.instant(), List.of(), List.of(), List.of());
    }

    @Override
    public void close() {}
}
