/**
 * One way to run the agent, in one kind of workload.
 *
 * @param heading of its column in the table
 */
record Column(Variant variant, String heading, Workload.Source workloads) {}
