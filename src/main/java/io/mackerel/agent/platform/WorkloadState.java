package io.mackerel.agent.platform;

/** Whether the workload runs. */
public sealed interface WorkloadState {
    record Running(Workload workload) implements WorkloadState {}

    /** Not yet, or the platform cannot tell yet: normal while a workload starts. */
    record Starting(String reason) implements WorkloadState {}
}
