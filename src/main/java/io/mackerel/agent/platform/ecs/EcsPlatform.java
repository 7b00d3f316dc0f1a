package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.http.LogText;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An Amazon ECS task, seen through its Task Metadata Endpoint. */
public final class EcsPlatform implements Platform {
    private static final Logger LOG = Logger.getLogger(EcsPlatform.class);
    private static final String RUNNING = "RUNNING";

    private final EcsEndpoint endpoint;
    private final TaskMetadataClient client;
    private final EcsWorkload workload;
    private final EcsSnapshots snapshots;
    private final Machine machine;
    private final InstantSource clock;
    private final AtomicBoolean saidThatModeIsUnknown = new AtomicBoolean();

    /**
     * @param executionEnvironment the value of {@code AWS_EXECUTION_ENV}; null when it is not set
     */
    public EcsPlatform(
            EcsEndpoint endpoint,
            @Nullable String executionEnvironment,
            ContainerFilter filter,
            Machine machine,
            InstantSource clock) {
        this.endpoint = endpoint;
        this.client = new TaskMetadataClient(endpoint.uri());
        this.workload = new EcsWorkload(executionEnvironment);
        this.snapshots = new EcsSnapshots(filter, machine.limits());
        this.machine = machine;
        this.clock = clock;
    }

    @Override
    public String description() {
        return "platform=ecs source=" + endpoint.version() + " endpoint=" + endpoint.uri();
    }

    /** The endpoint asks for no rights. */
    @Override
    public void preflight() {}

    @Override
    public WorkloadState state() throws PlatformException {
        TaskResponse task = client.task();
        String status = String.valueOf(task.knownStatus());
        return RUNNING.equalsIgnoreCase(status)
                ? new WorkloadState.Running(workload.of(task))
                : new WorkloadState.Starting("the task's known status is " + LogText.line(status));
    }

    @Override
    public Workload workload() throws PlatformException {
        return workload.of(client.task());
    }

    @Override
    public Snapshot snapshot() throws PlatformException {
        Instant takenAt = clock.instant();
        TaskResponse task = client.task();
        return snapshots.snapshot(takenAt, task, client.stats(), sharedInterfaces(NetworkMode.of(task)));
    }

    @Override
    public void close() {
        client.close();
    }

    private List<InterfaceSample> sharedInterfaces(NetworkMode mode) {
        if (mode == NetworkMode.UNKNOWN && !saidThatModeIsUnknown.getAndSet(true)) {
            LOG.warn("the task metadata names no network: containers are measured, interfaces are not");
        }
        return mode == NetworkMode.SHARED ? machine.interfaceCounters() : List.of();
    }
}
