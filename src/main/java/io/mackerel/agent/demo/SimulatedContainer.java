package io.mackerel.agent.demo;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** One container of the simulated task, moved on second by second. Not thread-safe: {@link SimulatedTask} guards it. */
final class SimulatedContainer {
    private static final double RESTART_AT = 0.96;
    private static final double MIB = 1024.0 * 1024.0;
    private static final double NANOS = 1e9;

    private final Workload workload;
    private final String dockerId;
    private final int taskMemoryMib;
    private final RandomGenerator random;
    private Instant startedAt;
    private int restarts;
    private int burstLeft;
    private double leakedMib;
    private double cores;
    private long cpuNanos;
    private long previousCpuNanos;
    private long memoryBytes;

    SimulatedContainer(Workload workload, TaskIdentity task, Instant startedAt, RandomGenerator random) {
        this.workload = workload;
        this.dockerId = String.format(Locale.ROOT, "%s-%010d", task.taskId(), random.nextInt(1, Integer.MAX_VALUE));
        this.taskMemoryMib = task.memoryMib();
        this.random = random;
        this.startedAt = startedAt;
    }

    /** The cores that it wants in this second. */
    double demand(long second) {
        if (burstLeft > 0) {
            burstLeft--;
        } else if (random.nextDouble() < workload.cpu().burstChance()) {
            burstLeft = workload.cpu().burstSeconds();
        }
        return workload.cpu().demand(second, burstLeft > 0, random);
    }

    /** Runs for the second that ends at {@code end} with so many cores; a full memory restarts it. */
    void run(Instant end, double granted) {
        cores = granted;
        previousCpuNanos = cpuNanos;
        cpuNanos += Math.max(1, Math.round(granted * NANOS));
        leakedMib += workload.memory().leakPerSecond() * random.nextDouble(0.8, 1.2);
        double used = usedMib();
        if (used >= limitMib() * RESTART_AT) {
            restart(end);
        } else {
            memoryBytes = Math.round(used * MIB);
        }
    }

    private double usedMib() {
        MemoryCurve curve = workload.memory();
        return curve.atStart() + curve.pageCache() + curve.perCore() * cores + leakedMib;
    }

    private int limitMib() {
        return workload.memoryLimitMib() > 0 ? workload.memoryLimitMib() : taskMemoryMib;
    }

    private void restart(Instant at) {
        startedAt = at;
        restarts++;
        burstLeft = 0;
        leakedMib = 0;
        cores = 0;
        cpuNanos = 0;
        previousCpuNanos = 0;
        memoryBytes = 0;
    }

    /** The cores in use in the last second. */
    double cores() {
        return cores;
    }

    boolean servesRequests() {
        return workload.name().startsWith("web");
    }

    ContainerReading reading(boolean running) {
        return new ContainerReading(
                workload,
                dockerId,
                running,
                startedAt,
                restarts,
                cpuNanos,
                previousCpuNanos,
                memoryBytes,
                Math.min(memoryBytes, Math.round(workload.memory().pageCache() * MIB)));
    }
}
