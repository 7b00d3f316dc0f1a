package io.mackerel.agent.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;

/**
 * What Mackerel knows of one container. A value that did not come is NaN: a container that was just restarted has no
 * CPU usage for one round.
 *
 * @param cpuUsage percent of a core, as {@code cpuLimit}
 * @param memoryUsage bytes, as {@code memoryLimit}
 * @param cpuHistory the usage of the last rounds, oldest first, NaN where it is missing
 */
record ContainerRow(
        String name,
        double cpuUsage,
        double cpuLimit,
        double memoryUsage,
        double memoryLimit,
        List<Double> cpuHistory) {
    private static final int ROUNDS = 20;
    private static final String CPU = "container.cpu.";
    private static final String MEMORY = "container.memory.";

    ContainerRow {
        cpuHistory = List.copyOf(cpuHistory);
    }

    /** One for each container with memory values, in the order in which they first came. */
    static List<ContainerRow> of(MetricHistory history) {
        return history.namesBetween(MEMORY, ".usage").stream()
                .map(name -> of(name, history))
                .toList();
    }

    private static ContainerRow of(String name, MetricHistory history) {
        NavigableMap<Long, Double> memory = history.of(MEMORY + name + ".usage");
        NavigableMap<Long, Double> cpu = history.of(CPU + name + ".usage");
        List<Double> past = new ArrayList<>();
        for (long time : lastOf(new TreeSet<>(memory.keySet()))) {
            past.add(cpu.getOrDefault(time, Double.NaN));
        }
        return new ContainerRow(
                name,
                past.getLast(),
                history.latest(CPU + name + ".limit"),
                memory.lastEntry().getValue(),
                history.latest(MEMORY + name + ".limit"),
                past);
    }

    private static List<Long> lastOf(TreeSet<Long> times) {
        List<Long> all = List.copyOf(times);
        return all.subList(Math.max(0, all.size() - ROUNDS), all.size());
    }

    double cpuShare() {
        return cpuUsage / cpuLimit;
    }

    double memoryShare() {
        return memoryUsage / memoryLimit;
    }
}
