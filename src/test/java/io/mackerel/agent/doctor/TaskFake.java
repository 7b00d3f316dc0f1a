package io.mackerel.agent.doctor;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.time.Instant;
import java.util.List;

/** A task of one container, with trouble on request. */
class TaskFake implements Platform {
    static final Workload WORKLOAD = new Workload("task1", new CustomIdentifier("task1.ecs"), null);

    static Snapshot snapshot(List<Snapshot.Omission> omissions) {
        ContainerSample sample = new ContainerSample(
                "id", new ContainerName("app"), null, null, null, new Limits(null, null), List.of());
        return new Snapshot(
                Instant.EPOCH,
                List.of(sample),
                List.of(new InterfaceSample(new InterfaceName("eth0"), null, null)),
                omissions);
    }

    @Override
    public String description() {
        return "platform=fake";
    }

    @Override
    public void preflight() throws NotPermittedException {}

    @Override
    public List<String> found() {
        return List.of("  get pods   yes");
    }

    @Override
    public WorkloadState state() throws PlatformException {
        return new WorkloadState.Running(WORKLOAD);
    }

    @Override
    public Workload workload() {
        return WORKLOAD;
    }

    @Override
    public Snapshot snapshot() throws PlatformException {
        return snapshot(List.of(new Snapshot.Omission("db", "no statistics yet", true)));
    }

    @Override
    public void close() {}
}
