package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.metric.Snapshot.Omission;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.TimeStamp;
import io.mackerel.agent.platform.kubernetes.PodResponse.Container;
import io.mackerel.agent.platform.kubernetes.PodResponse.ContainerStatus;
import io.mackerel.agent.platform.kubernetes.PodStatsResponse.ContainerStats;
import io.mackerel.agent.platform.kubernetes.PodStatsResponse.CpuStats;
import io.mackerel.agent.platform.kubernetes.PodStatsResponse.MemoryStats;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pod and a kubelet's statistics of it mean: wire records to a snapshot. Pure. */
final class PodSnapshots {
    private final ContainerFilter filter;
    private final Limits machine;

    /**
     * @param machine what limits a container when neither it nor the pod has a limit
     */
    PodSnapshots(ContainerFilter filter, Limits machine) {
        this.filter = filter;
        this.machine = machine;
    }

    /**
     * @param stats null when the kubelet has none of this pod, as in its first seconds
     * @param interfaces of the network stack that the pod's containers share
     */
    Snapshot snapshot(
            Instant takenAt, PodResponse pod, @Nullable PodStatsResponse stats, List<InterfaceSample> interfaces) {
        Map<String, ContainerStats> newest = newest(stats);
        List<ContainerSample> samples = new ArrayList<>();
        List<Omission> omissions = new ArrayList<>();
        for (Container container :
                pod.spec() == null ? List.<Container>of() : pod.spec().lasting()) {
            String name = String.valueOf(container.name());
            ContainerStatus status = pod.status() == null ? null : pod.status().of(name);
            ContainerStats read = newest.get(name);
            if (!filter.accepts(name)
                    || (read == null && !isRunning(status))
                    || (read != null && hasEnded(status, read))) {
                continue;
            }
            ContainerSample sample = read == null ? null : sample(container, pod, read);
            if (sample == null || (sample.cpuNanos() == null && sample.memoryBytes() == null)) {
                omissions.add(new Omission(name, "the kubelet has no statistics of it", true));
            } else {
                samples.add(sample);
            }
        }
        return new Snapshot(takenAt, samples, interfaces, omissions);
    }

    /** A kubelet may list a container that was restarted more than once. */
    private static Map<String, ContainerStats> newest(@Nullable PodStatsResponse stats) {
        Map<String, ContainerStats> newest = new HashMap<>();
        for (ContainerStats each : stats == null ? List.<ContainerStats>of() : stats.containers()) {
            if (each.name() != null) {
                newest.merge(each.name(), each, PodSnapshots::newer);
            }
        }
        return newest;
    }

    private static ContainerStats newer(ContainerStats one, ContainerStats other) {
        Instant first = TimeStamp.parse(one.startTime());
        Instant second = TimeStamp.parse(other.startTime());
        return second == null || (first != null && first.isAfter(second)) ? one : other;
    }

    private static boolean isRunning(@Nullable ContainerStatus status) {
        return status != null && status.isRunning();
    }

    /** The status may be older than the statistics: only a run that began before the end it tells of has ended. */
    private static boolean hasEnded(@Nullable ContainerStatus status, ContainerStats read) {
        if (status == null || status.state() == null || status.state().terminated() == null) {
            return false;
        }
        Instant end = TimeStamp.parse(status.state().terminated().finishedAt());
        Instant start = TimeStamp.parse(read.startTime());
        return end != null && start != null && start.isBefore(end);
    }

    private ContainerSample sample(Container container, PodResponse pod, ContainerStats read) {
        String name = String.valueOf(container.name());
        return new ContainerSample(
                name,
                new ContainerName(name),
                TimeStamp.parse(read.startTime()),
                cpuNanos(read.cpu()),
                memoryBytes(read.memory()),
                PodLimits.of(container, pod, machine),
                List.of());
    }

    /** A counter of 0 is none: kubelets send it for containers that they lost sight of, and no running one has it. */
    private static @Nullable Reading cpuNanos(@Nullable CpuStats cpu) {
        return cpu == null || cpu.usageCoreNanoSeconds() == null || cpu.usageCoreNanoSeconds() == 0
                ? null
                : reading(cpu.usageCoreNanoSeconds(), cpu.time());
    }

    /** Likewise. */
    private static @Nullable Reading memoryBytes(@Nullable MemoryStats memory) {
        return memory == null || memory.workingSetBytes() == null || memory.workingSetBytes() == 0
                ? null
                : reading(memory.workingSetBytes(), memory.time());
    }

    private static @Nullable Reading reading(@Nullable Long value, @Nullable String time) {
        Instant at = TimeStamp.parse(time);
        try {
            return value == null || at == null ? null : new Reading(value, SampleTime.stamped(at));
        } catch (DateTimeException absurd) {
            return null;
        }
    }
}
