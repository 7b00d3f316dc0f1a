package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.metric.Snapshot.Omission;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.TimeStamp;
import io.mackerel.agent.platform.ecs.DockerStatsResponse.NetworkStats;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task's metadata and statistics mean: wire records to a snapshot. Pure. */
final class EcsSnapshots {
    private static final String STOPPED = "STOPPED";

    private final ContainerFilter filter;
    private final Limits machine;

    /**
     * @param machine what limits a container when neither it nor the task has a limit
     */
    EcsSnapshots(ContainerFilter filter, Limits machine) {
        this.filter = filter;
        this.machine = machine;
    }

    /** Whether a container is one of the task definition, and is not to be left out. */
    boolean measures(ContainerResponse container) {
        String name = container.name();
        return name != null && !name.isEmpty() && container.isOrdinary() && filter.accepts(name);
    }

    /**
     * @param shared the interfaces that all containers of the task have in common; empty when each has its own
     */
    Snapshot snapshot(Instant takenAt, TaskReading reading, List<InterfaceSample> shared) {
        NetworkMode mode = NetworkMode.of(reading.task());
        List<ContainerSample> samples = new ArrayList<>();
        List<Omission> omissions = new ArrayList<>();
        for (ContainerResponse container : reading.task().containers()) {
            String name = container.name();
            if (name == null || !measures(container)) {
                continue;
            }
            ContainerSample sample = sample(new ContainerName(name), container, reading, mode);
            if (sample == null) {
                omissions.add(omission(name, container, reading));
            } else {
                samples.add(sample);
            }
        }
        return new Snapshot(takenAt, samples, shared, omissions);
    }

    private static Omission omission(String name, ContainerResponse container, TaskReading reading) {
        String id = container.dockerId();
        String trouble = id == null ? null : reading.troubles().get(id);
        return new Omission(
                name,
                trouble == null ? "no statistics, known_status=" + container.knownStatus() : trouble,
                !STOPPED.equalsIgnoreCase(container.knownStatus()));
    }

    /** Null for a container without statistics: one that was only pulled, was not started yet or has stopped. */
    private @Nullable ContainerSample sample(
            ContainerName name, ContainerResponse container, TaskReading reading, NetworkMode mode) {
        String id = container.dockerId();
        DockerStatsResponse read = id == null ? null : reading.stats().get(id);
        SampleTime at = read == null ? null : sampleTime(read);
        if (id == null || read == null || at == null) {
            return null;
        }
        return new ContainerSample(
                id,
                name,
                TimeStamp.parse(container.startedAt()),
                cpuNanos(read, at),
                memoryBytes(read, at),
                EcsLimits.of(container, reading.task(), machine),
                mode == NetworkMode.BRIDGE ? interfaces(name, read, at) : List.of());
    }

    private static @Nullable SampleTime sampleTime(DockerStatsResponse stats) {
        Instant read = TimeStamp.parse(stats.read());
        try {
            return read == null ? null : SampleTime.stamped(read);
        } catch (DateTimeException absurd) {
            return null;
        }
    }

    private static @Nullable Reading cpuNanos(DockerStatsResponse stats, SampleTime at) {
        return stats.cpuStats() == null || stats.cpuStats().cpuUsage() == null
                ? null
                : reading(stats.cpuStats().cpuUsage().totalUsage(), at);
    }

    private static @Nullable Reading memoryBytes(DockerStatsResponse stats, SampleTime at) {
        return stats.memoryStats() == null ? null : reading(stats.memoryStats().used(), at);
    }

    private static List<InterfaceSample> interfaces(ContainerName container, DockerStatsResponse stats, SampleTime at) {
        List<InterfaceSample> samples = new ArrayList<>();
        stats.networks().forEach((name, counters) -> samples.add(interfaceSample(container, name, counters, at)));
        return samples;
    }

    private static InterfaceSample interfaceSample(
            ContainerName container, String name, NetworkStats counters, SampleTime at) {
        return new InterfaceSample(
                InterfaceName.of(container, name), reading(counters.rxBytes(), at), reading(counters.txBytes(), at));
    }

    private static @Nullable Reading reading(@Nullable Long value, SampleTime at) {
        return value == null ? null : new Reading(value, at);
    }
}
