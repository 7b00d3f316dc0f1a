package io.mackerel.agent.metric;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything read in one collection.
 *
 * @param takenAt when the collection began, on the wall clock; its second stamps all values
 * @param interfaces of the network stack that the workload's containers share
 * @param omissions containers that were left out
 * @param trouble why no container could be read at all; null when they could
 */
public record Snapshot(
        Instant takenAt,
        List<ContainerSample> containers,
        List<InterfaceSample> interfaces,
        List<Omission> omissions,
        @Nullable String trouble) {
    public Snapshot {
        containers = List.copyOf(containers);
        interfaces = List.copyOf(interfaces);
        omissions = List.copyOf(omissions);
    }

    public Snapshot(
            Instant takenAt,
            List<ContainerSample> containers,
            List<InterfaceSample> interfaces,
            List<Omission> omissions) {
        this(takenAt, containers, interfaces, omissions, null);
    }

    /** The same, of a collection that began then. */
    public Snapshot begunAt(Instant time) {
        return new Snapshot(time, containers, interfaces, omissions, trouble);
    }

    /** What is left when the platform tells nothing of its containers. */
    public static Snapshot withoutContainers(Instant takenAt, List<InterfaceSample> interfaces, String trouble) {
        return new Snapshot(takenAt, List.of(), interfaces, List.of(), trouble);
    }

    /**
     * A container that could not be measured this time, and why.
     *
     * @param passing whether it may well be there soon, as in its first seconds
     */
    public record Omission(String container, String reason, boolean passing) {}
}
