package io.mackerel.agent.stand;

/**
 * A container to start for a test.
 *
 * @param name the container's name in the task, unique there; not its Docker name
 * @param script what its shell runs; it prints {@code ready} when it has reached its steady state
 * @param cpus what it may use of the machine's cores, 0 for no limit
 * @param memoryBytes its memory limit, 0 for none
 * @param networkMode as Docker takes it: {@code bridge}, {@code host}, {@code none} or a network's name
 * @param cgroupParent the cgroup in which Docker makes the container's, empty for Docker's own choice
 */
record Workload(String name, String script, double cpus, long memoryBytes, String networkMode, String cgroupParent) {
    static final String READY = "ready";

    Workload(String name, String script, double cpus, long memoryBytes, String networkMode) {
        this(name, script, cpus, memoryBytes, networkMode, "");
    }

    /** The same in the cgroup of a task. */
    Workload in(TaskCgroup cgroup) {
        return new Workload(name, script, cpus, memoryBytes, networkMode, cgroup.parent());
    }

    /** The same with another share of the machine's cores. */
    Workload withCpus(double cpus) {
        return new Workload(name, script, cpus, memoryBytes, networkMode, cgroupParent);
    }

    long nanoCpus() {
        return Math.round(cpus * 1e9);
    }
}
