package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.LimitsResponse;
import org.jspecify.annotations.Nullable;

/** The limits of a container in a task. Pure. */
final class EcsLimits {
    private static final long MEBIBYTE = 1L << 20;

    private EcsLimits() {}

    /**
     * CPU: the task's, else the machine's; a container's own are shares, which limit nothing. Memory: the container's,
     * else the task's, else the machine's.
     */
    static Limits of(ContainerResponse container, TaskResponse task, Limits machine) {
        Double cpu = cpuPercent(task.limits());
        Long own = memoryBytes(container.limits());
        Long memory = own == null ? memoryBytes(task.limits()) : own;
        return new Limits(cpu == null ? machine.cpuPercent() : cpu, memory == null ? machine.memoryBytes() : memory);
    }

    private static @Nullable Double cpuPercent(@Nullable LimitsResponse limits) {
        if (limits == null || limits.cpu() == null) {
            return null;
        }
        double percent = limits.cpu() * 100;
        return percent > 0 && Double.isFinite(percent) ? percent : null;
    }

    private static @Nullable Long memoryBytes(@Nullable LimitsResponse limits) {
        if (limits == null || limits.memory() == null) {
            return null;
        }
        long mebibytes = limits.memory();
        return mebibytes > 0 && mebibytes <= Long.MAX_VALUE / MEBIBYTE ? mebibytes * MEBIBYTE : null;
    }
}
