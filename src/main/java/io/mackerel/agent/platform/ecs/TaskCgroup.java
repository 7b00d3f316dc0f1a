package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.ecs.TaskResponse.LimitsResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup that the ECS agent makes for a task, version 1 and 2, which holds its limits where no metadata tells them. A
 * task without limits has no files, or such that say so.
 */
final class TaskCgroup {
    private static final Logger LOG = Logger.getLogger(TaskCgroup.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

    private final Path root;
    private final AtomicBoolean saidThatNothingIsMounted = new AtomicBoolean();

    /**
     * @param root where the instance's cgroups are mounted
     */
    TaskCgroup(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Null when the task has none, or none that can be read. */
    @Nullable
    LimitsResponse limits(String taskId) {
        if (!Files.isDirectory(root)) {
            warnOnce();
            return null;
        }
        if (!ID.matcher(taskId).matches()) {
            return null;
        }
        Path version2 = root.resolve("ecstasks.slice/ecstasks-" + taskId + ".slice");
        return Files.isDirectory(version2) ? version2(version2) : version1(taskId);
    }

    private static LimitsResponse version2(Path cgroup) {
        return LimitsResponse.ofBytes(
                CgroupLimits.cpusOfMax(text(cgroup.resolve("cpu.max"))),
                CgroupLimits.bytes(text(cgroup.resolve("memory.max"))));
    }

    private LimitsResponse version1(String taskId) {
        Path cpu = root.resolve("cpu/ecs").resolve(taskId);
        Path memory = root.resolve("memory/ecs").resolve(taskId);
        return LimitsResponse.ofBytes(
                CgroupLimits.cpusOfQuota(text(cpu.resolve("cpu.cfs_quota_us")), text(cpu.resolve("cpu.cfs_period_us"))),
                CgroupLimits.bytes(text(memory.resolve("memory.limit_in_bytes"))));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            LOG.debugf("not readable: file=%s reason=%s", file, e);
            return "";
        }
    }

    private void warnOnce() {
        if (!saidThatNothingIsMounted.getAndSet(true)) {
            LOG.warnf(
                    "the instance's cgroups are not mounted at %s, so the task's limits are not known and the machine's"
                            + " stand for them: add to the task definition the volume {\"name\": \"cgroup\", \"host\":"
                            + " {\"sourcePath\": \"/sys/fs/cgroup\"}}, and to the agent's container the mount point"
                            + " {\"sourceVolume\": \"cgroup\", \"containerPath\": \"%s\", \"readOnly\": true}",
                    root, root);
        }
    }
}
