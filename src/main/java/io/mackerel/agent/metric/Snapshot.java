package io.mackerel.agent.metric;

import java.time.Instant;
import java.util.List;

/**
 * Everything read in one collection.
 *
 * @param takenAt when the collection began, on the wall clock; its second stamps all values
 * @param interfaces of the network stack that the workload's containers share
 * @param omissions containers that were left out
 */
public record Snapshot(
        Instant takenAt, List<ContainerSample> containers, List<InterfaceSample> interfaces, List<Omission> omissions) {
    public Snapshot {
        containers = List.copyOf(containers);
        interfaces = List.copyOf(interfaces);
        omissions = List.copyOf(omissions);
    }

    /**
     * A container that could not be measured this time, and why.
     *
     * @param passing whether it may well be there soon, as in its first seconds
     */
    public record Omission(String container, String reason, boolean passing) {}
}
