package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.config.EcsConfig;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An Amazon ECS task. */
public final class EcsPlatform implements Platform {
    private static final Logger LOG = Logger.getLogger(EcsPlatform.class);
    private static final String RUNNING = "RUNNING";

    private final TaskSource source;
    private final String reason;
    private final EcsWorkload workload;
    private final EcsSnapshots snapshots;
    private final Machine machine;
    private final InstantSource clock;
    private final AtomicBoolean saidThatModeIsUnknown = new AtomicBoolean();
    private volatile NetworkMode lastMode = NetworkMode.UNKNOWN;

    /**
     * @param reason why this source was chosen
     * @param executionEnvironment the value of {@code AWS_EXECUTION_ENV}; null when it is not set
     */
    EcsPlatform(
            TaskSource source,
            String reason,
            @Nullable String executionEnvironment,
            ContainerFilter filter,
            Machine machine,
            InstantSource clock) {
        this.source = source;
        this.reason = reason;
        this.workload = new EcsWorkload(executionEnvironment);
        this.snapshots = new EcsSnapshots(filter, machine.limits());
        this.machine = machine;
        this.clock = clock;
    }

    /**
     * @param choice made from {@code config}
     * @param vertx whose event loops the connections to the Docker Engine use
     * @param executor runs a question that may be given up
     */
    public static EcsPlatform of(
            SourceChoice.Chosen choice,
            EcsConfig config,
            ContainerFilter filter,
            Machine machine,
            InstantSource clock,
            Vertx vertx,
            Executor executor) {
        TaskSource source = new TaskSources(config, machine, vertx, executor).of(choice.sources());
        return new EcsPlatform(source, choice.reason(), config.executionEnvironment(), filter, machine, clock);
    }

    @Override
    public String description() {
        return "platform=ecs " + source.description() + " reason=" + reason;
    }

    @Override
    public void preflight() throws NotPermittedException {
        source.preflight();
    }

    @Override
    public WorkloadState state() throws PlatformException {
        TaskResponse task = source.task();
        String status = String.valueOf(task.knownStatus());
        return RUNNING.equalsIgnoreCase(status)
                ? new WorkloadState.Running(workload.of(task))
                : new WorkloadState.Starting("the task's known status is " + LogText.line(status));
    }

    @Override
    public Workload workload() throws PlatformException {
        return workload.of(source.task());
    }

    /** While nothing tells of the containers, interfaces that they share are still measured. */
    @Override
    public Snapshot snapshot() throws PlatformException {
        Instant takenAt = clock.instant();
        try {
            TaskReading reading = source.reading(snapshots::measures);
            lastMode = NetworkMode.of(reading.task());
            return snapshots.snapshot(takenAt, reading, sharedInterfaces());
        } catch (PlatformException e) {
            if (lastMode == NetworkMode.SHARED) {
                return Snapshot.withoutContainers(takenAt, sharedInterfaces(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        source.close();
    }

    private List<InterfaceSample> sharedInterfaces() {
        if (lastMode == NetworkMode.UNKNOWN && !saidThatModeIsUnknown.getAndSet(true)) {
            LOG.warn("the task's metadata names no network: containers are measured, interfaces are not");
        }
        return lastMode == NetworkMode.SHARED ? machine.interfaceCounters() : List.of();
    }
}
