package io.mackerel.agent.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A container's sample as a test tells of it; what the test does not mention is ordinary. */
final class ContainerSampleBuilder {
    private String id = "4f1d9a";
    private String name = "app";
    private Instant startedAt = Samples.START.minusSeconds(3600);
    private Reading cpuNanos;
    private Reading memoryBytes;
    private Limits limits = new Limits(200.0, 512L << 20);
    private final List<InterfaceSample> interfaces = new ArrayList<>();

    static ContainerSampleBuilder app() {
        return new ContainerSampleBuilder();
    }

    ContainerSampleBuilder id(String id) {
        this.id = id;
        return this;
    }

    ContainerSampleBuilder name(String name) {
        this.name = name;
        return this;
    }

    ContainerSampleBuilder startedAt(Instant startedAt) {
        this.startedAt = startedAt;
        return this;
    }

    ContainerSampleBuilder cpuSeconds(double used, double second) {
        this.cpuNanos = Samples.reading(Math.round(used * 1e9), second);
        return this;
    }

    ContainerSampleBuilder cpuNanos(Reading cpuNanos) {
        this.cpuNanos = cpuNanos;
        return this;
    }

    ContainerSampleBuilder memoryBytes(long bytes, double second) {
        this.memoryBytes = Samples.reading(bytes, second);
        return this;
    }

    ContainerSampleBuilder limits(Double cpuPercent, Long memoryBytes) {
        this.limits = new Limits(cpuPercent, memoryBytes);
        return this;
    }

    ContainerSampleBuilder with(InterfaceSample networkInterface) {
        interfaces.add(networkInterface);
        return this;
    }

    ContainerSample sample() {
        return new ContainerSample(id, new ContainerName(name), startedAt, cpuNanos, memoryBytes, limits, interfaces);
    }
}
