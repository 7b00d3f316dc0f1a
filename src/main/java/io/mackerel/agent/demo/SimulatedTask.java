package io.mackerel.agent.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A Fargate-like task with believable load: CPU in waves and bursts, one container that leaks and is restarted every
 * couple of minutes, network traffic that follows the web containers. It moves in steps of one second, so the same random seed gives
 * the same readings however often it is asked. Thread-safe.
 */
final class SimulatedTask {
    private static final double RECEIVED_PER_CORE = 420_000;
    private static final double SENT_PER_CORE = 2_900_000;
    private static final double LEAST_TRAFFIC = 900;

    private final TaskIdentity identity;
    private final Instant startedAt;
    private final List<SimulatedContainer> containers;
    private final RandomGenerator random;
    private long seconds;
    private Traffic traffic = Traffic.NONE;

    /**
     * @param created when the task was launched
     * @param pending how long it is PENDING from then on
     */
    SimulatedTask(int containers, Instant created, Duration pending, RandomGenerator random) {
        this.random = random;
        this.identity = TaskIdentity.forContainers(containers, random);
        this.startedAt = created.plus(pending);
        this.containers = Workload.many(containers).stream()
                .map(workload -> new SimulatedContainer(workload, identity, startedAt, random))
                .toList();
    }

    /** The last whole second before {@code now}; never one before an earlier answer, whatever the clock does. */
    synchronized TaskReading readingAt(Instant now) {
        boolean running = seconds > 0 || !now.isBefore(startedAt);
        long target = Duration.between(startedAt, now).toSeconds();
        while (seconds < target) {
            step();
        }
        return new TaskReading(
                identity,
                startedAt,
                startedAt.plusSeconds(seconds),
                running,
                seconds,
                containers.stream().map(container -> container.reading(running)).toList(),
                traffic);
    }

    private void step() {
        seconds++;
        Instant end = startedAt.plusSeconds(seconds);
        double[] demand = containers.stream()
                .mapToDouble(container -> container.demand(seconds))
                .toArray();
        double share = Math.min(1, identity.vcpu() / Arrays.stream(demand).sum());
        for (int i = 0; i < demand.length; i++) {
            containers.get(i).run(end, demand[i] * share);
        }
        traffic = traffic.after(bytes(RECEIVED_PER_CORE), bytes(SENT_PER_CORE));
    }

    private long bytes(double perCore) {
        return Math.round(LEAST_TRAFFIC + webCores() * perCore * random.nextDouble(0.85, 1.15));
    }

    private double webCores() {
        return containers.stream()
                .filter(SimulatedContainer::servesRequests)
                .mapToDouble(SimulatedContainer::cores)
                .sum();
    }
}
