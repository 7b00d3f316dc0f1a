package io.mackerel.agent.stand;

/**
 * A container to start for a test.
 *
 * @param name the container's name in the task, unique there; not its Docker name
 * @param script what its shell runs; it prints {@code ready} when it has reached its steady state
 * @param cpus what it may use of the machine's cores, 0 for no limit
 * @param memoryBytes its memory limit, 0 for none
 * @param networkMode as Docker takes it: {@code bridge}, {@code host}, {@code none} or a network's name
 */
record Workload(String name, String script, double cpus, long memoryBytes, String networkMode) {
    static final String READY = "ready";

    long nanoCpus() {
        return Math.round(cpus * 1e9);
    }
}
